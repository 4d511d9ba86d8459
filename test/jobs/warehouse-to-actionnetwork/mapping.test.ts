import { ConfigError } from '@movement-etl/lib/errors';
import { readSettings } from '@movement-etl/lib/settings';
import { describe, expect, it } from 'vitest';
import { listOptions, settings } from '../../../jobs/warehouse-to-actionnetwork/config.ts';
import {
  hashMapping,
  type MappingSetting,
  resolveMapping,
} from '../../../jobs/warehouse-to-actionnetwork/mapping.ts';

const COLUMNS = ['mobilizeid', 'email_address', 'given_name', 'hub', 'unsubscribe', 'tags'];
const resolve = (setting: MappingSetting = {}, columns = COLUMNS) => resolveMapping(setting, columns);

describe('a mapping', () => {
  it('takes columns that are called as the field is, and unsubscribes nobody for the name of a column', () => {
    expect(resolve()).toEqual({
      id: 'mobilizeid',
      fields: new Map([
        ['given_name', 'given_name'],
        ['email_address', 'email_address'],
      ]),
      customFields: new Map(),
      tags: 'tags',
      unsubscribe: undefined,
    });
  });

  it('takes the columns that it is told, and leaves out what it is told to leave out', () => {
    const setting = {
      id: 'person',
      email_address: 'mail',
      given_name: null,
      tags: null,
      custom_fields: { Hub: 'hub', Area: 'hub' },
    };

    const mapping = resolve(setting, [...COLUMNS, 'person', 'mail']);

    expect(mapping).toMatchObject({ id: 'person', tags: undefined });
    expect([...mapping.fields]).toEqual([['email_address', 'mail']]);
    expect([...mapping.customFields]).toEqual([
      ['Area', 'hub'],
      ['Hub', 'hub'],
    ]);
  });

  it('names every column that is not there', () => {
    const resolving = () => resolve({ given_name: 'first', custom_fields: { Hub: 'area' } });

    expect(resolving).toThrow(ConfigError);
    expect(resolving).toThrow(/no column first[\s\S]*no column area/);
  });

  it('needs something by which people can be told apart', () => {
    expect(() => resolve({}, ['mobilizeid', 'given_name'])).toThrow(/email_address or the phone_number/);
  });

  it('is another one when other fields or another tag are sent, not when a column has another name', () => {
    const hash = hashMapping(resolve(), 'Attendee');

    expect(hashMapping(resolve({ email_address: 'hub' }), 'Attendee')).toBe(hash);
    expect(hashMapping(resolve({ given_name: null }), 'Attendee')).not.toBe(hash);
    expect(hashMapping(resolve({ custom_fields: { Hub: 'hub' } }), 'Attendee')).not.toBe(hash);
    expect(hashMapping(resolve(), 'Donor')).not.toBe(hash);
    expect(hashMapping(resolve(), undefined)).not.toBe(hash);
  });
});

describe('the settings', () => {
  const env = { DATABASE_URL: 'postgres://localhost/etl', AN_API_TOKEN: 'token' };
  const read = (more: Record<string, string>) => readSettings(settings, { env: { ...env, ...more } });

  it('are about the attendees, with their tag, unless there is a query', () => {
    const { settings: found } = read({});

    expect(found && listOptions(found)).toMatchObject({
      name: 'users_to_sync',
      tag: 'Mobilize Event Attendee',
    });
  });

  it('give nobody of another query the tag of attendees', () => {
    const { settings: found } = read({ AN_QUERY: 'SELECT 1', AN_LIST: 'donors' });

    expect(found && listOptions(found)).toMatchObject({ name: 'donors', tag: undefined });
  });

  it('ask for a name of the people of a query', () => {
    expect(read({ AN_QUERY: 'SELECT 1' }).problems).toEqual([
      'AN_LIST is not set: give the people of AN_QUERY a name',
    ]);
  });

  it.each([
    ['{"custom_fields": {"Hub": 3}}', /AN_MAPPING .*custom_fields\.Hub/],
    ['{"e_mail": "canary"}', /AN_MAPPING .*"e_mail"/],
    ['canary', /AN_MAPPING is no JSON/],
  ])('say what is wrong with the mapping %s, without what it holds', (AN_MAPPING, problem) => {
    const { problems } = read({ AN_MAPPING });

    expect(problems.join()).toMatch(problem);
    expect(problems.join()).not.toContain('canary');
  });
});
