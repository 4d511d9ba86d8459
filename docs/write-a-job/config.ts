import { deliverySettings, httpSettings, type SettingsOf, secret, url } from '@movement-etl/lib/settings';
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
  ...deliverySettings('NEWSLETTER', 'the newsletter'),
  ...warehouseSettings,
  ...httpSettings,
});

export type Settings = SettingsOf<typeof settings>;
