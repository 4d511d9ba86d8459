import { httpSettings, type SettingsOf, secret, url, yesOrNo } from '@movement-etl/lib/settings';
import { warehouseSettings } from '@movement-etl/lib/warehouse';
import { z } from 'zod';

const group = 'Newsletter';

export const settings = z.object({
  newsletterToken: secret()
    .meta({ env: 'NEWSLETTER_TOKEN', group })
    .describe('API token; the newsletter has it under Account.'),
  newsletterApiUrl: url()
    .default('https://newsletter.example.org/api')
    .meta({ env: 'NEWSLETTER_API_URL', placeholder: '<url>', group })
    .describe('Where the API is.'),
  retryFailed: yesOrNo()
    .default(false)
    .meta({ env: 'NEWSLETTER_RETRY_FAILED', flag: 'retry-failed', group })
    .describe('Also send people whom the newsletter refused and whose data did not change since.'),
  ...warehouseSettings,
  ...httpSettings,
});

export type Settings = SettingsOf<typeof settings>;
