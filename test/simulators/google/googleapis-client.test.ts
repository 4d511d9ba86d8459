import { gaxios, JWT } from 'google-auth-library';
import { drive } from 'googleapis/build/src/apis/drive/index.js';
import { sheets } from 'googleapis/build/src/apis/sheets/index.js';
import { describe, expect, it } from 'vitest';
import { seededGoogle } from '../../../simulators/google/index.ts';
import { scopes, startGoogle } from './harness.ts';

/** Google's own client, pointed at the simulator; its constant token address is rewritten on the way. */
async function startWithClient() {
  const simulator = await startGoogle();
  const { url, key } = simulator;
  const transporter = new gaxios.Gaxios();
  transporter.interceptors.request.add({
    resolved: async (config) => {
      const { pathname, search } = new URL(String(config.url));
      config.url = new URL(pathname + search, url);
      return config;
    },
  });
  const auth = new JWT({
    email: key.client_email,
    key: key.private_key,
    scopes: [scopes.spreadsheets, scopes.drive],
    transporter,
  });
  const options = { auth, rootUrl: `${url}/` } as const;
  return {
    ...simulator,
    sheetsApi: sheets({ version: 'v4', ...options }),
    driveApi: drive({ version: 'v3', ...options }),
  };
}

describe("Google's client for Node", () => {
  it('signs in, writes, reads back and clears', async () => {
    const { sheetsApi, id } = await startWithClient();
    const where = { spreadsheetId: id, range: "'Sheet1'!A1:B2" };

    const updated = await sheetsApi.spreadsheets.values.update({
      ...where,
      valueInputOption: 'RAW',
      requestBody: {
        values: [
          ['name', 'count'],
          ['Ana', 2],
        ],
      },
    });
    const read = await sheetsApi.spreadsheets.values.get({
      ...where,
      valueRenderOption: 'UNFORMATTED_VALUE',
    });
    const cleared = await sheetsApi.spreadsheets.values.clear(where);

    expect(updated.data.updatedCells).toBe(4);
    expect(read.data.values).toEqual([
      ['name', 'count'],
      ['Ana', 2],
    ]);
    expect(cleared.data.clearedRange).toBe('Sheet1!A1:B2');
  });

  it('runs a batchUpdate with a title that has to be encoded, and appends to that tab', async () => {
    const { sheetsApi, id } = await startWithClient();

    const { data } = await sheetsApi.spreadsheets.batchUpdate({
      spreadsheetId: id,
      requestBody: { requests: [{ addSheet: { properties: { title: 'Jan/Feb: 50%' } } }] },
    });
    const appended = await sheetsApi.spreadsheets.values.append({
      spreadsheetId: id,
      range: "'Jan/Feb: 50%'!A1",
      valueInputOption: 'RAW',
      requestBody: { values: [['a']] },
    });

    expect(data.replies?.[0]?.addSheet?.properties?.title).toBe('Jan/Feb: 50%');
    expect(appended.data.updates?.updatedRange).toBe("'Jan/Feb: 50%'!A1");
  });

  it('sees status and message of a refusal', async () => {
    const { sheetsApi } = await startWithClient();

    const refusal = sheetsApi.spreadsheets.get({ spreadsheetId: seededGoogle.unsharedSpreadsheet });

    await expect(refusal).rejects.toMatchObject({
      status: 403,
      message: 'The caller does not have permission',
    });
  });

  it('creates a spreadsheet in the shared drive, finds it by name and deletes it', async () => {
    const { driveApi } = await startWithClient();
    const created = await driveApi.files.create({
      supportsAllDrives: true,
      requestBody: {
        name: 'From the client',
        mimeType: 'application/vnd.google-apps.spreadsheet',
        parents: [seededGoogle.sharedDriveFolder],
      },
      fields: 'id,webViewLink',
    });
    const { id: fileId } = created.data;

    const list = await driveApi.files.list({
      q: "name='From the client'",
      supportsAllDrives: true,
      includeItemsFromAllDrives: true,
      fields: 'files(id,name)',
    });
    const removed = await driveApi.files.delete({ fileId: fileId ?? '', supportsAllDrives: true });

    expect(list.data.files).toEqual([{ id: fileId, name: 'From the client' }]);
    expect(removed.status).toBe(204);
  });
});
