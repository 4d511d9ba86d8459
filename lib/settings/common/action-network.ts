import { integer, secret, text, url } from '../fields.ts';

/** What a job needs to write people to Action Network. */
export const actionNetworkSettings = {
  actionNetworkToken: secret()
    .meta({ env: 'AN_API_TOKEN', group: 'Action Network' })
    .describe('API key of the group: Start Organizing > Details > API & Sync.'),
  actionNetworkApiUrl: url()
    .default('https://actionnetwork.org/api/v2')
    .meta({ env: 'AN_API_URL', placeholder: '<url>', group: 'Action Network' })
    .describe('Where the API is.'),
  actionNetworkTag: text()
    .optional()
    .meta({ env: 'AN_TAG', flag: 'tag', placeholder: '<name>', group: 'Action Network' })
    .describe(
      'The tag that everybody gets; it is made when it does not exist. When not set: Mobilize Event Attendee, and none for the people of AN_QUERY.',
    ),
  actionNetworkCallsPerSecond: integer({ min: 0, max: 4 })
    .default(4)
    .meta({ env: 'AN_CALLS_PER_SECOND', placeholder: '<number>', group: 'Action Network' })
    .describe(
      'All that Action Network allows is 4; less where other programs share it; 0: no limit, for stand-ins.',
    ),
};
