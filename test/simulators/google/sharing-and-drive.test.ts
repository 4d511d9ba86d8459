import { describe, expect, it } from 'vitest';
import { seededGoogle } from '../../../simulators/google/index.ts';
import { startGoogle } from './harness.ts';

const spreadsheetType = 'application/vnd.google-apps.spreadsheet';
const query = (parameters: Record<string, string>) => `?${new URLSearchParams(parameters)}`;
const allDrives = { supportsAllDrives: 'true', includeItemsFromAllDrives: 'true' };

describe('the sharing model', () => {
  it('answers 401 with WWW-Authenticate for a bad token and 403 without any', async () => {
    const { call, id } = await startGoogle();

    const bad = await call('GET', `/v4/spreadsheets/${id}`, undefined, 'ya29.nonsense');
    const none = await call('GET', `/v4/spreadsheets/${id}`, undefined, null);

    expect([bad.status, bad.body.error?.status]).toEqual([401, 'UNAUTHENTICATED']);
    expect(bad.headers.get('www-authenticate')).toBe(
      'Bearer realm="https://accounts.google.com/", error="invalid_token"',
    );
    expect([none.status, none.body.error?.status]).toEqual([403, 'PERMISSION_DENIED']);
  });

  it('refuses a spreadsheet that is not shared, without details', async () => {
    const { call } = await startGoogle();

    const { status, body } = await call('GET', `/v4/spreadsheets/${seededGoogle.unsharedSpreadsheet}`);

    expect(status).toBe(403);
    expect(body).toEqual({
      error: { code: 403, message: 'The caller does not have permission', status: 'PERMISSION_DENIED' },
    });
  });

  it('lets a reader read and not write', async () => {
    const { call } = await startGoogle();
    const path = `/v4/spreadsheets/${seededGoogle.trainingSpreadsheet}/values`;

    const read = await call('GET', `${path}/Sheet1`);
    const write = await call('POST', `${path}/Sheet1:clear`);

    expect(read.body.values).toHaveLength(6);
    expect(read.body.values?.[1]).toEqual(expect.arrayContaining(['46273', '454545', 'January Canvass']));
    expect(write.status).toBe(403);
  });

  it('answers 404 for an id that no spreadsheet has', async () => {
    const { call } = await startGoogle();

    const { status, body } = await call('GET', '/v4/spreadsheets/nothing-here');

    expect([status, body.error?.message]).toEqual([404, 'Requested entity was not found.']);
  });

  it('takes access away in mid-run', async () => {
    const { control, sheet } = await startGoogle();

    await control('google/share', { role: null });

    expect((await sheet()).status).toBe(403);
  });

  it('refuses every call as SERVICE_DISABLED while the API is switched off', async () => {
    const { control, sheet } = await startGoogle();
    await control('google/knobs', { sheetsApiEnabled: false });

    const { status, body } = await sheet();

    expect([status, body.error?.details?.[0]?.reason]).toEqual([403, 'SERVICE_DISABLED']);
  });
});

describe('Drive', () => {
  it.each([
    ['nowhere', undefined, 'true', 403],
    ['in a folder of My Drive that a person shared', seededGoogle.myDriveFolder, 'true', 403],
    ['in a shared drive without supportsAllDrives', seededGoogle.sharedDriveFolder, 'false', 404],
    ['in a shared drive with supportsAllDrives', seededGoogle.sharedDriveFolder, 'true', 200],
  ])(
    'creates a spreadsheet %s as a service account may',
    async (_place, parent, supportsAllDrives, status) => {
      const { call } = await startGoogle();
      const file = {
        name: 'New',
        mimeType: spreadsheetType,
        ...(parent === undefined ? {} : { parents: [parent] }),
      };

      const answer = await call('POST', `/drive/v3/files${query({ supportsAllDrives })}`, file);

      expect(answer.status).toBe(status);
      if (status === 403) {
        expect(answer.body.error?.errors?.[0]).toMatchObject({
          domain: 'usageLimits',
          reason: 'storageQuotaExceeded',
        });
        expect(answer.body.error?.status).toBeUndefined();
      }
      if (status === 200)
        expect(answer.body).toMatchObject({ kind: 'drive#file', name: 'New', mimeType: spreadsheetType });
    },
  );

  it('refuses spreadsheets.create of a service account', async () => {
    const { call } = await startGoogle();

    const { status, body } = await call('POST', '/v4/spreadsheets', { properties: { title: 'New' } });

    expect([status, body.error?.status]).toEqual([403, 'PERMISSION_DENIED']);
  });

  it('lets two files have one name, and lists both', async () => {
    const { call } = await startGoogle();
    const file = { name: "Ana's", mimeType: spreadsheetType, parents: [seededGoogle.sharedDriveFolder] };
    const create = () => call('POST', '/drive/v3/files?supportsAllDrives=true', file);
    const first = await create();
    const second = await create();
    const q = `name='Ana\\'s' and '${seededGoogle.sharedDriveFolder}' in parents and mimeType='${spreadsheetType}' and trashed=false`;

    const found = await call('GET', `/drive/v3/files${query({ q, ...allDrives, fields: 'files(id)' })}`);
    const withoutDrives = await call('GET', `/drive/v3/files${query({ q })}`);

    expect(found.body.files).toHaveLength(2);
    expect(found.body.files).toEqual(expect.arrayContaining([{ id: first.body.id }, { id: second.body.id }]));
    expect(withoutDrives.body).toEqual({ kind: 'drive#fileList', incompleteSearch: false, files: [] });
  });

  it('serves a spreadsheet that Drive made, and 404 after it was deleted', async () => {
    const { call } = await startGoogle();
    const file = { name: 'Short', mimeType: spreadsheetType, parents: [seededGoogle.sharedDrive] };
    const { body } = await call('POST', '/drive/v3/files?supportsAllDrives=true', file);

    const before = await call('GET', `/v4/spreadsheets/${body.id}`);
    const removed = await call('DELETE', `/drive/v3/files/${body.id}?supportsAllDrives=true`);
    const after = await call('GET', `/v4/spreadsheets/${body.id}`);

    expect([before.status, removed.status, after.status]).toEqual([200, 204, 404]);
  });

  it('hides shared-drive files and files of others behind its own 404', async () => {
    const { call } = await startGoogle();

    const hidden = await call('GET', `/drive/v3/files/${seededGoogle.sharedDriveFolder}`);
    const unshared = await call(
      'GET',
      `/drive/v3/files/${seededGoogle.unsharedSpreadsheet}?supportsAllDrives=true`,
    );

    expect([hidden.status, unshared.status]).toEqual([404, 404]);
    expect(hidden.body).toEqual({
      error: {
        errors: [
          {
            domain: 'global',
            reason: 'notFound',
            message: `File not found: ${seededGoogle.sharedDriveFolder}.`,
            locationType: 'parameter',
            location: 'fileId',
          },
        ],
        code: 404,
        message: `File not found: ${seededGoogle.sharedDriveFolder}.`,
      },
    });
  });

  it('keeps exactly one parent in a shared drive', async () => {
    const { call } = await startGoogle();
    const file = { name: 'Moved', mimeType: spreadsheetType, parents: [seededGoogle.sharedDriveFolder] };
    const { body } = await call('POST', '/drive/v3/files?supportsAllDrives=true', file);
    const path = `/drive/v3/files/${body.id}`;
    const to = { addParents: seededGoogle.sharedDrive, supportsAllDrives: 'true', fields: 'parents' };

    const added = await call('PATCH', path + query(to), {});
    const moved = await call(
      'PATCH',
      path + query({ ...to, removeParents: seededGoogle.sharedDriveFolder }),
      {},
    );

    expect(added.body.error?.message).toBe('A shared drive item must have exactly one parent.');
    expect(moved.body).toEqual({ parents: [seededGoogle.sharedDrive] });
  });

  it('shares a file, and refuses a sharing that makes no sense', async () => {
    const { call, id } = await startGoogle();
    const path = `/drive/v3/files/${id}/permissions`;

    const shared = await call('POST', path, {
      type: 'user',
      role: 'reader',
      emailAddress: 'ana@example.org',
    });
    const again = await call('POST', path, { type: 'user', role: 'writer', emailAddress: 'ana@example.org' });
    const refused = await call('POST', path, { type: 'user', role: 'reader' });

    expect(shared.body).toMatchObject({ kind: 'drive#permission', type: 'user', role: 'reader' });
    expect(again.body).toMatchObject({ id: shared.body.id, role: 'writer' });
    expect([refused.status, refused.body.error?.errors?.[0]?.reason]).toEqual([400, 'invalidSharingRequest']);
  });

  it.each([
    ["name contains 'Volun'", 1],
    ["name contains 'olunteer'", 0],
    ["not (name = 'Exports' or mimeType contains 'application/vnd.google-apps.spreadsheet')", 0],
    ["modifiedTime > '2022-01-01T00:00:00Z' and trashed = false", 3],
    ["name != 'Exports'", 2],
    ['trashed = true', 0],
  ])('understands the query %s', async (q, count) => {
    const { call } = await startGoogle();

    const { status, body } = await call('GET', `/drive/v3/files${query({ q })}`);

    expect([status, body.files?.length]).toEqual([200, count]);
  });

  it('answers 400 for a query that it cannot read', async () => {
    const { call } = await startGoogle();

    const { status, body } = await call('GET', `/drive/v3/files${query({ q: "name = 'open" })}`);

    expect([status, body.error?.message]).toEqual([400, 'Invalid Value']);
  });

  it('pages through a list', async () => {
    const { call } = await startGoogle();
    const ids: unknown[] = [];
    let pageToken: unknown;

    for (let page = 0; page < 3; page++) {
      const parameters = {
        pageSize: '1',
        ...(pageToken === undefined ? {} : { pageToken: String(pageToken) }),
      };
      const { body } = await call('GET', `/drive/v3/files${query(parameters)}`);
      ids.push(body.files?.[0]?.id);
      pageToken = body.nextPageToken;
    }

    expect(new Set(ids).size).toBe(3);
    expect(pageToken).toBeUndefined();
  });
});
