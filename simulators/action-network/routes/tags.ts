import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { AnswerError } from '../answer-error.ts';
import { type CollectionQuery, collectionPage } from '../collection.ts';
import { taggingResource, tagResource } from '../resources.ts';
import type { Tag, Tagging } from '../tag-book.ts';
import { apiUrlOf, isBackground, type RouteContext, requireKey, sendHal } from './context.ts';
import { existing } from './people.ts';

interface TagParams {
  readonly tag: string;
}
interface TaggingParams extends TagParams {
  readonly tagging: string;
}

const tagBody = z.looseObject({ name: z.string().min(1) });
const taggingBody = z.looseObject({
  _links: z.looseObject({ 'osdi:person': z.object({ href: z.string() }) }),
});

/** Tags, which can be made but neither changed nor deleted, and taggings, which can be deleted. */
export function addTagRoutes(app: FastifyInstance, { group, knobs, background, clock }: RouteContext): void {
  app.addHook('preHandler', async (request) => requireKey(request, knobs.values));

  app.get<{ Querystring: CollectionQuery }>('/tags', (request, reply) => {
    const api = apiUrlOf(request);
    const tags = group().tags.all();
    const slice = (start: number, end: number) => tags.slice(start, end).map((tag) => tagResource(tag, api));
    const { query } = request;
    return sendHal(
      reply,
      collectionPage({
        api,
        path: 'tags',
        relation: 'osdi:tags',
        total: tags.length,
        query,
        slice,
        withTotals: true,
      }),
    );
  });

  app.post('/tags', (request, reply) => {
    const parsed = tagBody.safeParse(request.body);
    if (!parsed.success) throw new AnswerError(knobs.values.badInputStatus, 'You must specify a name');
    return sendHal(reply, tagResource(group().tags.create(parsed.data.name, clock.now()), apiUrlOf(request)));
  });

  app.get<{ Params: TagParams }>('/tags/:tag', (request, reply) =>
    sendHal(reply, tagResource(tagOf(request.params), apiUrlOf(request))),
  );

  app.get<{ Params: TagParams; Querystring: CollectionQuery }>('/tags/:tag/taggings', (request, reply) => {
    const { uuid } = tagOf(request.params);
    const taggings = group().tags.taggings({ tagUuid: uuid });
    return sendHal(reply, taggingPage(taggings, apiUrlOf(request), `tags/${uuid}/taggings`, request.query));
  });

  app.get<{ Params: { id: string }; Querystring: CollectionQuery }>(
    '/people/:id/taggings',
    (request, reply) => {
      const { uuid } = existing(group().directory.byId(request.params.id), request.params.id);
      const taggings = group().tags.taggings({ personUuid: uuid });
      return sendHal(
        reply,
        taggingPage(taggings, apiUrlOf(request), `people/${uuid}/taggings`, request.query),
      );
    },
  );

  app.post<{ Params: TagParams }>('/tags/:tag/taggings', (request, reply) => {
    const { uuid } = tagOf(request.params);
    const parsed = taggingBody.safeParse(request.body);
    const personUuid = parsed.data?._links['osdi:person'].href.split('/').at(-1) ?? '';
    if (group().directory.byId(personUuid) === undefined) {
      throw new AnswerError(400, 'You must specify a valid person id');
    }
    const tag = () => group().tags.tag(uuid, personUuid, clock.now());
    if (isBackground(request)) {
      background.defer(knobs.values.backgroundDelayMs, tag);
      return sendHal(reply, {});
    }
    return sendHal(reply, taggingResource(tag(), apiUrlOf(request)));
  });

  app.get<{ Params: TaggingParams }>('/tags/:tag/taggings/:tagging', (request, reply) =>
    sendHal(reply, taggingResource(taggingOf(request.params), apiUrlOf(request))),
  );

  app.delete<{ Params: TaggingParams }>('/tags/:tag/taggings/:tagging', (request, reply) => {
    const { tagUuid, personUuid } = taggingOf(request.params);
    const untag = () => group().tags.untag(tagUuid, personUuid);
    if (isBackground(request)) {
      background.defer(knobs.values.backgroundDelayMs, untag);
      return sendHal(reply, {});
    }
    untag();
    return sendHal(reply, { notice: 'This tagging was successfully deleted.' });
  });

  function tagOf({ tag: id }: TagParams): Tag {
    const tag = group().tags.byId(id);
    if (tag === undefined) throw new AnswerError(404, `Couldn't find tag with id = ${id}`);
    return tag;
  }

  function taggingOf(params: TaggingParams): Tagging {
    const taggings = group().tags.taggings({ tagUuid: tagOf(params).uuid });
    const tagging = taggings.find(({ uuid }) => uuid === params.tagging);
    if (tagging === undefined)
      throw new AnswerError(404, `Couldn't find tagging with id = ${params.tagging}`);
    return tagging;
  }
}

function taggingPage(taggings: readonly Tagging[], api: string, path: string, query: CollectionQuery) {
  return collectionPage({
    api,
    path,
    relation: 'osdi:taggings',
    total: taggings.length,
    query,
    slice: (start, end) => taggings.slice(start, end).map((tagging) => taggingResource(tagging, api)),
    withTotals: true,
  });
}
