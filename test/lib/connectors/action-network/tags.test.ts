import { TransientError } from '@movement-etl/lib/errors';
import { describe, expect, it } from 'vitest';
import type { ReceivedRequest, Reply } from '../../../support/http-server.ts';
import { golden, hal, PERSON_ID, page, refusal, TAG_ID, TAGGING_ID, tagNamed } from './golden.ts';
import { startClient } from './start-client.ts';

const NAME = 'Mobilize Event Attendee';

describe('tags', () => {
  it('lists the tags of all pages', async () => {
    const { client } = await startClient(tagPages(['a'], ['b', 'c']));

    const tags = await client.tags().toArray();

    expect(tags.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });
});

describe('ensureTag', () => {
  it('finds a tag on a later page and creates none', async () => {
    const { client, server } = await startClient(tagPages(['a'], ['b', NAME]));

    const tag = await client.ensureTag(NAME);

    expect(tag.name).toBe(NAME);
    expect(server.requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('creates the tag once where only similar names exist', async () => {
    const similar = tagPages([NAME.toLowerCase(), `${NAME}s`]);
    const { client, server } = await startClient((request, callIndex, here) =>
      request.method === 'POST' ? hal(golden('tag')) : similar(request, callIndex, here),
    );

    const tag = await client.ensureTag(NAME);

    const posts = server.requests.filter(({ method }) => method === 'POST');
    expect(tag.id).toBe(TAG_ID);
    expect(posts.map(({ path, body }) => [path, JSON.parse(body)])).toEqual([
      ['/api/v2/tags', { name: NAME }],
    ]);
  });

  it('looks again instead of creating a second tag when the answer to the creation is lost', async () => {
    let isCreated = false;
    const { client, server } = await startClient((request) => {
      if (request.method === 'GET') return page('osdi:tags', isCreated ? [golden('tag')] : []);
      isCreated = true;
      return { fault: 'disconnect' };
    });

    const tag = await client.ensureTag(NAME);

    expect(tag.id).toBe(TAG_ID);
    expect(server.requests.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET']);
  });

  it('fails when the creation failed', async () => {
    const { client, server } = await startClient(({ method }) =>
      method === 'GET' ? page('osdi:tags', []) : { fault: 'disconnect' },
    );

    await expect(client.ensureTag(NAME)).rejects.toThrow(TransientError);
    expect(server.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });
});

describe('taggings', () => {
  it('tags a person by the link to the person, and may do so twice', async () => {
    const { client, server } = await startClient((_request, callIndex) =>
      callIndex === 0 ? { fault: 'disconnect' } : hal(golden('tagging')),
    );

    const tagging = await client.createTagging({ tagId: TAG_ID, personId: PERSON_ID });

    expect(tagging).toMatchObject({
      id: TAGGING_ID,
      person_id: PERSON_ID,
      tag_id: TAG_ID,
      item_type: 'osdi:person',
    });
    expect(server.requests[1]).toMatchObject({ method: 'POST', path: `/api/v2/tags/${TAG_ID}/taggings` });
    expect(JSON.parse(server.requests[1]?.body ?? '')).toEqual({
      _links: { 'osdi:person': { href: `${server.url}/api/v2/people/${PERSON_ID}` } },
    });
  });

  it('says what is wrong when the person does not exist', async () => {
    const { client } = await startClient(() => refusal(400, 'You must specify a valid person id'));

    await expect(client.createTagging({ tagId: TAG_ID, personId: 'unknown' })).rejects.toThrow(
      /answered 400: You must specify a valid person id/,
    );
  });

  it.each([
    ['a tag', { tagId: TAG_ID }, `/api/v2/tags/${TAG_ID}/taggings`],
    ['a person', { personId: PERSON_ID }, `/api/v2/people/${PERSON_ID}/taggings`],
  ])('lists those of %s', async (_what, of, path) => {
    const { client, server } = await startClient(() => page('osdi:taggings', [golden('tagging')]));

    const taggings = await client.taggings(of).toArray();

    expect(taggings.map(({ id }) => id)).toEqual([TAGGING_ID]);
    expect(server.requests[0]?.path).toBe(path);
  });

  it('deletes one', async () => {
    const notice = 'This tagging was successfully deleted.';
    const { client, server } = await startClient(() => hal({ notice }));

    await client.deleteTagging({ tagId: TAG_ID, taggingId: TAGGING_ID });

    expect(server.requests[0]).toMatchObject({
      method: 'DELETE',
      path: `/api/v2/tags/${TAG_ID}/taggings/${TAGGING_ID}`,
    });
  });

  it('takes a deletion whose answer was lost for done', async () => {
    const { client } = await startClient((_request, callIndex) =>
      callIndex === 0 ? { fault: 'disconnect' } : refusal(404, "Couldn't find tagging"),
    );

    await expect(client.deleteTagging({ tagId: TAG_ID, taggingId: TAGGING_ID })).resolves.toBeUndefined();
  });
});

/** Answers GET /tags with these names, a list a page, and then with an empty page. */
function tagPages(...pages: readonly (readonly string[])[]) {
  return ({ path }: ReceivedRequest, _callIndex: number, { url }: { url: string }): Reply => {
    const number = Number(new URL(path, url).searchParams.get('page') ?? 1);
    return page(
      'osdi:tags',
      (pages[number - 1] ?? []).map(tagNamed),
      `${url}/api/v2/tags?page=${number + 1}`,
    );
  };
}
