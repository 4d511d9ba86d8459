import { folderType, type Permission, type Role, spreadsheetType } from './drive/model.ts';
import type { ServiceAccount } from './oauth/service-account.ts';
import { writeValues } from './sheets/cells/rows.ts';
import { createSheet, createSpreadsheet, type Spreadsheet } from './sheets/model.ts';
import type { GoogleState } from './store.ts';

/** Ids and addresses that are the same in every simulator. */
export const seeded = {
  serviceAccountEmail: 'movement-etl@simulators.iam.gserviceaccount.com',
  personEmail: 'data.director@example.org',
  /** "Volunteer Attendance Records": empty, the service account may write. */
  attendanceSpreadsheet: '1SimVolunteerAttendanceRecords00000000000000',
  /** The source sheet of the training guide: the service account may read. */
  trainingSpreadsheet: '1YZr6gXmptxfzqb_t58frwNHhVu_KMTQzvMpnNUZd47I',
  /** Exists, but is not shared with the service account. */
  unsharedSpreadsheet: '1SimNotSharedWithTheServiceAccount0000000000',
  sharedDrive: '0SimSharedDrive00PVA',
  /** In the shared drive; the service account is content manager of it. */
  sharedDriveFolder: '1SimFolderInTheSharedDrive0000000',
  /** In a person's My Drive, shared with the service account as editor. */
  myDriveFolder: '1SimFolderInMyDrive00000000000000',
} as const;

/** The state at the start: two spreadsheets the account reaches, one it does not, a shared drive and two folders. */
export function createSeed(account: ServiceAccount): GoogleState {
  const spreadsheets = [
    createSpreadsheet(seeded.attendanceSpreadsheet, 'Volunteer Attendance Records'),
    trainingSpreadsheet(),
    createSpreadsheet(seeded.unsharedSpreadsheet, 'Staff Salaries'),
  ];
  const file = (id: string, name: string, mimeType: string, role?: Role, driveId?: string) => ({
    id,
    name,
    mimeType,
    parents: driveId === undefined ? [] : [driveId],
    trashed: false,
    driveId,
    createdBy: seeded.personEmail,
    createdTime: '2022-01-01T12:00:00.000Z',
    modifiedTime: '2022-01-01T12:00:00.000Z',
    permissions: driveId === undefined ? permissions(account.email, role) : [],
  });
  const files = [
    file(seeded.attendanceSpreadsheet, 'Volunteer Attendance Records', spreadsheetType, 'writer'),
    file(seeded.trainingSpreadsheet, 'Fake Mobilize Attendances', spreadsheetType, 'reader'),
    file(seeded.unsharedSpreadsheet, 'Staff Salaries', spreadsheetType),
    file(seeded.myDriveFolder, 'Exports', folderType, 'writer'),
    file(seeded.sharedDriveFolder, 'Nightly Exports', folderType, undefined, seeded.sharedDrive),
  ];
  const members: Permission[] = [
    { id: '11', type: 'user', role: 'organizer', emailAddress: seeded.personEmail },
    { id: '12', type: 'user', role: 'fileOrganizer', emailAddress: account.email },
  ];
  const drive = { id: seeded.sharedDrive, name: 'Data Team', members };
  return {
    accounts: [account],
    tokens: new Map(),
    drives: new Map([[drive.id, drive]]),
    files: new Map(files.map((entry) => [entry.id, entry])),
    spreadsheets: new Map(spreadsheets.map((entry) => [entry.spreadsheetId, entry])),
  };
}

function permissions(email: string, role: Role | undefined): Permission[] {
  const owner: Permission = { id: '1', type: 'user', role: 'owner', emailAddress: seeded.personEmail };
  return role === undefined ? [owner] : [owner, { id: '2', type: 'user', role, emailAddress: email }];
}

/** The five invented attendances that the training guide prints, with mailboxes at example.org; every cell is text. */
function trainingSpreadsheet(): Spreadsheet {
  const header = [
    'id',
    'event_id',
    'event_title',
    'timeslot_id',
    'timeslot_start_date',
    'timeslot_end_date',
    'status',
    'attended',
    'person',
  ];
  const rows = trainingRows.map(([id, eventId, title, timeslotId, start, end, ...person]) => {
    const [personId, given, family, email, phone, zip] = person;
    const json = JSON.stringify({
      id: Number(personId),
      given_name: given,
      family_name: family,
      email_address: email,
      phone_number: phone,
      postal_code: zip,
    });
    return [id, eventId, title, timeslotId, start, end, 'REGISTERED', 'true', json];
  });
  const sheet = createSheet(0, 'Sheet1');
  writeValues(sheet, 0, 0, [header, ...rows]);
  return createSpreadsheet(seeded.trainingSpreadsheet, 'Fake Mobilize Attendances', [sheet]);
}

const trainingRows: readonly (readonly string[])[] = [
  [
    '46273',
    '454545',
    'January Canvass',
    '738375',
    '1642865400',
    '1642872600',
    '1',
    'Lou',
    'Slainey',
    'lslainey0@example.org',
    '3271326753',
    '78737',
  ],
  [
    '46274',
    '454546',
    'January Textbank',
    '239573',
    '1643563800',
    '1643527800',
    '2',
    'Arleyne',
    'Ransfield',
    'aransfield1@example.org',
    '2174386332',
    '78737',
  ],
  [
    '46275',
    '454547',
    'February Canvass',
    '183743',
    '1644939000',
    '1644946200',
    '3',
    'Alameda',
    'Blackmuir',
    'ablackmuir2@example.org',
    '3844977654',
    '78737',
  ],
  [
    '46276',
    '454548',
    'February Phonebank',
    '283666',
    '1645378200',
    '1645342200',
    '4',
    'Bondie',
    'Berrow',
    'bberrow3@example.org',
    '2275080414',
    '78737',
  ],
  [
    '46277',
    '454549',
    'March Relational Organizing Hour',
    '477483',
    '1648218600',
    '1648225800',
    '5',
    'Korrie',
    'Spight',
    'kspight4@example.org',
    '9818241063',
    '78737',
  ],
];
