import { integer } from '../fields.ts';

/** For every job that calls an API. */
export const httpSettings = {
  httpTimeoutSeconds: integer({ min: 1, max: 600 })
    .default(30)
    .meta({ env: 'HTTP_TIMEOUT_SECONDS', placeholder: '<seconds>', group: 'HTTP' })
    .describe('How long one request to an API may take.'),
};
