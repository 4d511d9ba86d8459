import { expect, test } from 'vitest';
import { control, start } from '../support.ts';
import { ask, refusal } from './support.ts';

const activistCode = { type: 'ActivistCode', activistCodeId: 2001, action: 'Apply' };

test('a code is given without an answer, and giving it again changes nothing', async () => {
  const simulators = await start();

  const first = await ask(simulators, '/people/101001/codes', { body: { codeId: 1002 } });
  const second = await ask(simulators, '/people/101001/codes', { body: { codeId: 1002 } });

  const { body } = await ask(simulators, '/people/101001?$expand=codes');
  expect([first.status, second.status]).toEqual([204, 204]);
  expect(first.body).toBe('');
  expect(body.codes).toEqual([{ codeId: 1002, name: 'Mobilize event' }]);
  expect(simulators.everyAction.committee.applications()).toMatchObject([{ times: 2 }]);
});

test('a code is taken away', async () => {
  const simulators = await start();
  await ask(simulators, '/people/101001/codes', { body: { codeId: 1002 } });

  const { status } = await ask(simulators, '/people/101001/codes/1002', { method: 'DELETE' });

  expect(status).toBe(204);
  expect(simulators.everyAction.committee.applications()).toEqual([]);
});

test.each([
  ['person', '/people/4711/codes', { codeId: 1001 }],
  ['code', '/people/101001/codes', { codeId: 4711 }],
])('an unknown %s is not found', async (_what, path, body) => {
  const simulators = await start();

  const answer = await ask(simulators, path, { body });

  expect(answer.status).toBe(404);
  expect(answer.body).toEqual(refusal('NOT_FOUND', 'not found'));
});

test('a new code is answered with a bare number', async () => {
  const simulators = await start();

  const { status, body } = await ask(simulators, '/codes', { body: { name: 'New', codeType: 'Tag' } });

  expect(status).toBe(201);
  expect(body).toBe(1004);
});

test.each(['ActivistCode', 'activistCode'])(
  'an activist code is given by a canvass response of type %s',
  async (type) => {
    const simulators = await start();

    const { status } = await ask(simulators, '/people/101001/canvassResponses', {
      body: {
        canvassContext: { omitActivistCodeContactHistory: true },
        responses: [{ ...activistCode, type }],
      },
    });

    const { body } = await ask(simulators, '/people/101001/activistCodes');
    expect(status).toBe(204);
    expect(body.items).toEqual([{ activistCodeId: 2001, activistCodeName: 'Event attendee' }]);
    expect(simulators.everyAction.committee.applications()).toMatchObject([{ contacts: 0 }]);
  },
);

test('each canvass response is one more contact, unless it says otherwise', async () => {
  const simulators = await start();
  const body = { canvassContext: { contactTypeId: 2 }, responses: [activistCode] };

  await ask(simulators, '/people/101001/canvassResponses', { body });
  await ask(simulators, '/people/101001/canvassResponses', { body });

  expect(simulators.everyAction.committee.applications()).toMatchObject([{ times: 2, contacts: 2 }]);
});

test.each([1, 19, 37])('a contact of type %i needs a phone number', async (contactTypeId) => {
  const simulators = await start();

  const { status, body } = await ask(simulators, '/people/101001/canvassResponses', {
    body: { canvassContext: { contactTypeId }, responses: [activistCode] },
  });

  expect(status).toBe(400);
  expect(body).toEqual({
    errors: [
      { code: 'INVALID_PARAMETER', text: "'phone.phoneNumber' is required.", properties: ['canvassContext'] },
    ],
  });
});

test.each([
  ['neither a result nor responses', {}],
  ['both', { resultCodeId: 14, responses: [activistCode] }],
  ['an unknown activist code', { responses: [{ ...activistCode, activistCodeId: 4711 }] }],
])('a canvass response with %s is refused', async (_what, body) => {
  const simulators = await start();

  const { status } = await ask(simulators, '/people/101001/canvassResponses', { body });

  expect(status).toBe(400);
});

test.each(['contactTypes', 'inputTypes', 'resultCodes'])('the %s are a bare list', async (name) => {
  const simulators = await start();

  const { body } = await ask(simulators, `/canvassResponses/${name}`);

  expect(Array.isArray(body)).toBe(true);
});

test('an export is done after some polls and spread over two files', async () => {
  const simulators = await start();
  const body = { resourceType: 'Contacts', dateChangedFrom: '2026-01-01T00:00:00Z' };
  const { body: job } = await ask(simulators, '/changedEntityExportJobs', { body });

  const polls = [];
  for (let poll = 0; poll < 3; poll++)
    polls.push((await ask(simulators, `/changedEntityExportJobs/${job.exportJobId}`)).body);

  expect([job, ...polls].map(({ jobStatus }) => jobStatus)).toEqual([
    'Pending',
    'InProcess',
    'InProcess',
    'Complete',
  ]);
  const files = await Promise.all(
    polls[2].files.map(({ downloadUrl }: { downloadUrl: string }) =>
      ask(simulators, downloadUrl.split('/van/v4')[1] ?? ''),
    ),
  );
  expect(files.map(({ body: csv }) => csv.trim().split('\r\n').length)).toEqual([4, 4]);
  expect(polls[2].files[0].dateExpired).toMatch(/\.\d{7}-04:00$/);
});

test('people and codes outlast a restart, and a reset takes them away', async () => {
  const simulators = await start();
  const { vanId } = await control(simulators, 'everyaction/people', { firstName: 'New' });
  await ask(simulators, `/people/${vanId}/codes`, { body: { codeId: 1001 } });
  const state = await control(simulators, 'state/everyAction');

  const other = await start();
  other.everyAction.restore(JSON.parse(JSON.stringify(simulators.everyAction.snapshot())));
  await control(simulators, 'reset', {});

  expect(await control(other, 'state/everyAction')).toEqual(state);
  expect(simulators.everyAction.committee.applications()).toEqual([]);
  expect(simulators.everyAction.committee.person(vanId)).toBeUndefined();
});
