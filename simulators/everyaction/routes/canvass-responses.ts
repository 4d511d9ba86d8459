import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../api-error.ts';
import { existingPerson, type PersonParams, type RouteContext } from './context.ts';

const response = z.looseObject({ type: z.string() });
const activistCodeResponse = z.looseObject({ activistCodeId: z.int(), action: z.string().default('Apply') });
const canvass = z.looseObject({
  canvassContext: z
    .looseObject({
      contactTypeId: z.int().nullish(),
      phone: z.looseObject({ phoneNumber: z.string().nullish() }).nullish(),
      phoneId: z.int().nullish(),
      omitActivistCodeContactHistory: z.boolean().nullish(),
    })
    .nullish(),
  resultCodeId: z.int().nullish(),
  responses: z.array(response).nullish(),
});

/** Ways of contact that go to a phone number: phone, auto dial, SMS. */
const phoneContactTypes: readonly number[] = [1, 19, 37];

/** Canvass responses, by which activist codes are given. The lists that belong to them are bare, without an envelope. */
export function addCanvassRoutes(app: FastifyInstance, context: RouteContext): void {
  const { committee } = context;

  app.get('/canvassResponses/contactTypes', (_request, reply) =>
    reply.send([
      { contactTypeId: 1, name: 'Phone', channelTypeName: 'Phone' },
      { contactTypeId: 2, name: 'Walk', channelTypeName: 'InPerson' },
      { contactTypeId: 37, name: 'SMS Text', channelTypeName: 'SMS' },
    ]),
  );
  app.get('/canvassResponses/inputTypes', (_request, reply) =>
    reply.send([
      { inputTypeId: 2, name: 'Manual' },
      { inputTypeId: 11, name: 'API' },
    ]),
  );
  app.get('/canvassResponses/resultCodes', (_request, reply) =>
    reply.send([{ resultCodeId: 14, name: 'Canvassed', mediumName: 'Canv', shortName: 'CANV' }]),
  );

  app.post<{ Params: PersonParams }>('/people/:vanId(^\\d+$)/canvassResponses', (request, reply) => {
    const { vanId } = existingPerson(context, request.params);
    const parsed = canvass.safeParse(request.body);
    if (!parsed.success) throw new ApiError(400, 'The request body is not valid.');
    const { canvassContext, resultCodeId, responses } = parsed.data;
    if ((resultCodeId == null) === (responses == null)) {
      throw new ApiError(400, "Exactly one of 'resultCodeId' and 'responses' is required.", ['resultCodeId']);
    }
    const { contactTypeId, phone, phoneId, omitActivistCodeContactHistory } = canvassContext ?? {};
    const isByPhone = phoneContactTypes.includes(contactTypeId ?? 0);
    if (isByPhone && !phone?.phoneNumber && phoneId == null) {
      throw new ApiError(400, "'phone.phoneNumber' is required.", ['canvassContext']);
    }
    const activistCodes = (responses ?? [])
      .filter(({ type }) => type.toLowerCase() === 'activistcode')
      .map((item) => readActivistCode(item));
    for (const { activistCodeId: id, action } of activistCodes) {
      const given = { kind: 'activistCode', vanId, id } as const;
      if (action === 'Remove') committee().remove(given);
      else committee().apply(given, { contact: omitActivistCodeContactHistory !== true });
    }
    return reply.code(204).send();
  });

  function readActivistCode(item: unknown) {
    const parsed = activistCodeResponse.safeParse(item);
    const known = committee().activistCodes.some(
      (code) => code.activistCodeId === parsed.data?.activistCodeId,
    );
    if (parsed.data === undefined || !known) {
      throw new ApiError(400, "'activistCodeId' is not valid.", ['responses[0].activistCodeId']);
    }
    return parsed.data;
  }
}
