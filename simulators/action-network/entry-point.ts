import { type ApiUrl, curies } from './resources.ts';

/** The answer of the root: always a success, but without a valid key the links that need one are missing. */
export function entryPoint(api: ApiUrl, hasKey: boolean) {
  const link = (path: string, title: string) => ({ href: `${api}/${path}`, title });
  const keyed = {
    'osdi:people': link('people', 'The collection of people in the system'),
    'osdi:events': link('events', 'The collection of events in the system'),
    'osdi:petitions': link('petitions', 'The collection of petitions in the system'),
    'osdi:fundraising_pages': link('fundraising_pages', 'The collection of fundraising pages in the system'),
    'osdi:donations': link('donations', 'The collection of donations in the system'),
    'osdi:forms': link('forms', 'The collection of forms in the system'),
    'action_network:event_campaigns': link('event_campaigns', 'The collection of event campaigns'),
    'action_network:campaigns': link('campaigns', 'The collection of action campaigns'),
    'osdi:tags': link('tags', 'The collection of tags in the system'),
    'osdi:lists': link('lists', 'The collection of lists in the system'),
    'osdi:advocacy_campaigns': link(
      'advocacy_campaigns',
      'The collection of advocacy campaigns in the system',
    ),
  };
  return {
    motd: 'Welcome to the simulated Action Network OSDI API Entry Point!',
    max_page_size: 25,
    vendor_name: 'Action Network',
    product_name: 'Action Network',
    namespace: 'action_network',
    osdi_version: '1.1.1',
    _links: {
      curies,
      docs: {
        href: 'https://actionnetwork.org/docs',
        title: 'Documentation',
        name: 'Docs',
        index: 'index',
      },
      self: { href: `${api}/`, title: 'This API entry point' },
      'osdi:person_signup_helper': link('people', 'Person Signup Helper'),
      ...(hasKey && keyed),
    },
  };
}
