import { readFileSync } from 'node:fs';
import type { Reply } from '../../../support/http-server.ts';

type GoldenName = 'upsert-request' | 'person' | 'entry-point' | 'tag' | 'tagging';

export const PERSON_ID = '2f0c7c1e-6c1a-4b0e-9f3d-0a4f7c5d9e21';
export const TAG_ID = '71f8feef-61c8-4e6b-9745-ec1d7752f298';
export const TAGGING_ID = '82e909f9-1ac7-4952-bbd4-b4690a14bec2';

/** A body as documented or recorded, with invented values. */
export function golden(name: GoldenName): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`golden/${name}.json`, import.meta.url), 'utf8'));
}

/** The reply that Action Network gives to anything but a refusal, unless told otherwise. */
export function hal(json: unknown, status = 200): Reply {
  return { status, json, headers: { 'content-type': 'application/hal+json' } };
}

export function refusal(status: number, error: string): Reply {
  return hal({ error }, status);
}

/** A page of a collection, with the link to the next page that even the last one has. */
export function page(relation: string, resources: readonly object[], nextUrl?: string): Reply {
  const next = nextUrl === undefined ? {} : { next: { href: nextUrl } };
  return hal({ per_page: 25, page: 1, _links: { ...next }, _embedded: { [relation]: resources } });
}

/** The golden person under another id. */
export function personNumber(number: number): Record<string, unknown> {
  return {
    ...golden('person'),
    identifiers: [`action_network:00000000-0000-4000-8000-${String(number).padStart(12, '0')}`],
  };
}

export function tagNamed(name: string): Record<string, unknown> {
  const id = Buffer.from(name).toString('hex').padEnd(12, '0').slice(0, 12);
  return { ...golden('tag'), name, identifiers: [`action_network:00000000-0000-4000-8000-${id}`] };
}
