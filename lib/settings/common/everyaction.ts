import { choice, decimal, integer, secret, text, url } from '../fields.ts';

/** The four databases behind one VAN API key. */
export const VAN_DB_MODES = ['MyVoters', 'MyCampaign', 'MyMembers', 'EveryAction'] as const;

/** What a job needs to write to EveryAction (NGP VAN). */
export const everyActionSettings = {
  vanApiKey: secret()
    .meta({ env: 'VAN_API_KEY', group: 'EveryAction' })
    .describe('API key, without the |mode.'),
  vanApplicationName: text()
    .default('movement-etl')
    .meta({ env: 'VAN_APPLICATION_NAME', placeholder: '<name>', group: 'EveryAction' })
    .describe('The user name that belongs to the key.'),
  vanDbMode: choice(VAN_DB_MODES)
    .default('EveryAction')
    .meta({ env: 'VAN_DB_MODE', group: 'EveryAction' })
    .describe('The database that is written to.'),
  vanApiUrl: url()
    .default('https://api.securevan.com/v4')
    .meta({ env: 'VAN_API_URL', placeholder: '<url>', group: 'EveryAction' })
    .describe('Where the API is.'),
  vanQuery: text()
    .meta({ env: 'VAN_QUERY', placeholder: '<sql>', group: 'EveryAction' })
    .describe('The SQL query that returns the column vanid.'),
  vanSourceCodeId: integer({ min: 1 })
    .optional()
    .meta({ env: 'VAN_SOURCE_CODE_ID', flag: 'source-code-id', placeholder: '<id>', group: 'EveryAction' })
    .describe('The source code that people get.'),
  vanActivistCodeId: integer({ min: 1 })
    .optional()
    .meta({
      env: 'VAN_ACTIVIST_CODE_ID',
      flag: 'activist-code-id',
      placeholder: '<id>',
      group: 'EveryAction',
    })
    .describe('The activist code that people get.'),
  vanConcurrency: integer({ min: 1, max: 16 })
    .default(3)
    .meta({ env: 'VAN_CONCURRENCY', placeholder: '<number>', group: 'EveryAction' })
    .describe('Calls in flight at a time; NGP VAN advises 3.'),
  vanCallsPerSecond: decimal({ min: 0, max: 200 })
    .default(10)
    .meta({ env: 'VAN_CALLS_PER_SECOND', placeholder: '<number>', group: 'EveryAction' })
    .describe(
      'How many the key allows depends on its kind; less where other programs share it; 0: no limit.',
    ),
};
