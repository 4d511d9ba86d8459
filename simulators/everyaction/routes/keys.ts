import type { FastifyInstance } from 'fastify';
import type { RouteContext } from './context.ts';

/** The two calls by which a key is tried. */
export function addKeyRoutes(app: FastifyInstance, { knobs, clock }: RouteContext): void {
  app.post('/echoes', (request) => ({
    message: String(Object(request.body).message ?? ''),
    dateSent: new Date(clock.now()).toISOString(),
    delayInMilliseconds: 0,
  }));

  app.get('/apiKeyProfiles', () => ({
    items: [
      {
        databaseName: 'Simulated Action',
        hasMyVoters: knobs.values.hasMyVoters,
        hasMyCampaign: knobs.values.hasMyCampaign,
        committeeName: 'Simulated Committee',
        apiKeyTypeName: 'Custom Integration',
        keyReference: '4711',
        userFirstName: 'Simulated',
        userLastName: 'User',
        username: 'simulated.user',
        userId: 8345,
      },
    ],
    nextPageLink: null,
    count: 1,
  }));
}
