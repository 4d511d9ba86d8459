import { integer, integerList, secret, url } from '../fields.ts';

/** What a job needs to read from Mobilize. */
export const mobilizeSettings = {
  mobilizeApiKey: secret()
    .meta({ env: 'MOBILIZE_AMERICA_API_KEY', group: 'Mobilize' })
    .describe('API key; Mobilize support hands it out.'),
  mobilizeOrganizationIds: integerList()
    .meta({
      env: 'MOBILIZE_ORGANIZATION_ID',
      flag: 'organization-id',
      placeholder: '<id,…>',
      group: 'Mobilize',
    })
    .describe('One organization id or several, separated by commas.'),
  mobilizeApiUrl: url()
    .default('https://api.mobilize.us/v1')
    .meta({ env: 'MOBILIZE_API_URL', placeholder: '<url>', group: 'Mobilize' })
    .describe('Where the API is.'),
  mobilizeCallsPerSecond: integer({ min: 0, max: 15 })
    .default(15)
    .meta({ env: 'MOBILIZE_CALLS_PER_SECOND', placeholder: '<number>', group: 'Mobilize' })
    .describe(
      'All that Mobilize allows one address is 15; less where other programs share it; 0: no limit, for stand-ins.',
    ),
};
