import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Simulator, SimulatorContext } from '../context.ts';
import { addKnobs, type Knobs } from '../knobs.ts';
import { isRefusal, type Refusal, refusals } from './answers.ts';
import { readMessage, type SlackMessage } from './message.ts';

/** The path of the one webhook that exists; like the real one it is a credential. */
export const webhookPath = '/services/T0SIMULATE/B0SIMULATE/simulated-webhook-secret';

/** The stand-in of Slack's incoming webhooks. */
export interface SlackSimulator extends Simulator {
  /** What was posted and accepted, oldest first; the last 1,000. */
  readonly messages: readonly SlackMessage[];
  readonly knobs: Knobs<z.output<typeof knobSchema>>;
}

const knobSchema = z.strictObject({
  /** Refuses every message with this word and its status. */
  refuse: z.enum(Object.keys(refusals)).nullable().default(null),
});
const storedMessages = z.object({
  messages: z.array(
    z.object({
      receivedAt: z.string(),
      text: z.string(),
      blocks: z.array(z.unknown()),
      attachments: z.array(z.unknown()),
    }),
  ),
});
const maxMessages = 1_000;

/** Adds `/services/*` and `/__control/slack/knobs`. One message a second passes, with a short burst. */
export function registerSlack(app: FastifyInstance, context: SimulatorContext): SlackSimulator {
  const knobs = addKnobs(app, '/__control/slack/knobs', knobSchema);
  const limiter = context.rateLimits.create({ name: 'slack', calls: 1, perMs: 1_000 });
  let messages: SlackMessage[] = [];

  app.register(async (webhook) => {
    webhook.removeAllContentTypeParsers();
    webhook.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));

    webhook.post('/services/*', (request, reply) => {
      reply.type('text/plain');
      const refuse = (word: Refusal) => reply.code(refusals[word]).send(word);

      if (request.url !== webhookPath) return refuse('no_service');
      const waitMs = limiter.take(webhookPath);
      if (waitMs > 0) {
        limiter.setRetryAfter(reply, waitMs);
        return reply.code(429).send('rate_limited');
      }
      const { refuse: word } = knobs.values;
      if (word !== null && isRefusal(word)) return refuse(word);

      const message = readMessage(parsePayload(request.body), new Date(context.clock.now()).toISOString());
      if (typeof message === 'string') return refuse(message);
      messages = [...messages.slice(1 - maxMessages), message];
      return reply.send('ok');
    });
  });

  return {
    get messages() {
      return messages;
    },
    knobs,
    view: () => ({ messages }),
    snapshot: () => ({ messages }),
    restore: (state) => {
      messages = storedMessages.parse(state).messages;
    },
    reset: () => {
      messages = [];
      knobs.reset();
    },
    environment: () => ({ SLACK_API_WEBHOOK: context.baseUrl() + webhookPath }),
  };
}

function parsePayload(body: unknown): unknown {
  try {
    return JSON.parse(String(body));
  } catch {
    return undefined;
  }
}
