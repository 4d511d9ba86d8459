import type { RunningSimulators } from '@movement-etl/simulators';

type CellValue = string | number | boolean | object | undefined;

/** A tab of the simulated spreadsheet as a person in front of it has it. */
export interface Tab {
  readonly title: string;
  readonly sheetId: number;
  /** As stored, the header first and empty rows at the end left out; formulas are objects, empty cells undefined. */
  readonly cells: readonly (readonly CellValue[])[];
  /** The rows below the header by the names in it, as stored. */
  readonly records: readonly Readonly<Record<string, CellValue>>[];
  /** The background of the first cell of each row below the header; undefined where it is white. */
  readonly backgrounds: readonly (string | undefined)[];
}

const ATTENDANCE_SPREADSHEET = '1SimVolunteerAttendanceRecords00000000000000';

/** All tabs of a spreadsheet, hidden ones too; by default of the one that `SPREADSHEET_ID` names. */
export function tabsOf(
  { google }: RunningSimulators,
  spreadsheetId: string = ATTENDANCE_SPREADSHEET,
): readonly Tab[] {
  const spreadsheet = google.state.spreadsheets.get(spreadsheetId);
  if (spreadsheet === undefined) throw new Error(`there is no spreadsheet ${spreadsheetId}`);
  return spreadsheet.sheets.map(({ title, sheetId, rows }) => {
    const last = rows.findLastIndex((row) => row?.values.some((value) => value !== undefined));
    const cells = rows.slice(0, last + 1).map((row) => row?.values ?? []);
    const [header = [], ...others] = cells;
    const records = others.map((row) =>
      Object.fromEntries(header.map((name, column) => [String(name), row[column]])),
    );
    const view = google.view({ spreadsheetId, sheetId: String(sheetId), rows: '500' }) as TabView;
    return {
      title,
      sheetId,
      cells,
      records,
      backgrounds: view.rows.slice(1, cells.length).map((row) => row.cells[0]?.background),
    };
  });
}

/** @throws Error naming the tabs that there are when none has the title. */
export function tabOf(simulators: RunningSimulators, title: string, spreadsheetId?: string): Tab {
  const tabs = tabsOf(simulators, spreadsheetId);
  const found = tabs.find((tab) => tab.title === title);
  if (found === undefined)
    throw new Error(`there is no tab ${title} but ${tabs.map((tab) => tab.title).join(', ')}`);
  return found;
}

/** The part used here of what the simulators' page is given for a tab. */
interface TabView {
  readonly rows: readonly { readonly cells: readonly { readonly background?: string }[] }[];
}
