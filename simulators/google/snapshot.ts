import type { CellFormat, CellValue, Row, Sheet, Spreadsheet } from './sheets/model.ts';
import type { GoogleState } from './store.ts';

type StoredRow = [
  index: number,
  values: (CellValue | null)[],
  formats?: number | null,
  notes?: (string | null)[],
];

interface StoredSheet extends Omit<Sheet, 'rows'> {
  /** Only rows that hold something. */
  readonly rows: readonly StoredRow[];
  /** Each list of formats once; rows name theirs by its index. */
  readonly formatLists: readonly (CellFormat | null)[][];
}

interface StoredState {
  readonly accounts: GoogleState['accounts'];
  readonly tokens: [string, unknown][];
  readonly drives: [string, unknown][];
  readonly files: [string, unknown][];
  readonly spreadsheets: (Omit<Spreadsheet, 'sheets'> & { readonly sheets: readonly StoredSheet[] })[];
}

/** The state as a JSON value, without repeating formats that many rows share. */
export function packState(state: GoogleState): unknown {
  return {
    accounts: state.accounts,
    tokens: [...state.tokens],
    drives: [...state.drives],
    files: [...state.files],
    spreadsheets: [...state.spreadsheets.values()].map((spreadsheet) => ({
      ...spreadsheet,
      sheets: spreadsheet.sheets.map(packSheet),
    })),
  } satisfies StoredState;
}

/** What `packState` gave, after a way through JSON. */
export function unpackState(packed: unknown): GoogleState {
  // The state file is written by packState alone; the server refuses files of other data.
  const stored = packed as StoredState;
  const spreadsheets = stored.spreadsheets.map((entry) => ({
    ...entry,
    sheets: entry.sheets.map(unpackSheet),
  }));
  return {
    accounts: stored.accounts,
    tokens: new Map(stored.tokens) as GoogleState['tokens'],
    drives: new Map(stored.drives) as GoogleState['drives'],
    files: new Map(stored.files) as GoogleState['files'],
    spreadsheets: new Map(spreadsheets.map((entry) => [entry.spreadsheetId, entry])),
  };
}

function packSheet({ rows, ...sheet }: Sheet): StoredSheet {
  const listNumbers = new Map<Row['formats'], number>();
  const formatLists: (CellFormat | null)[][] = [];
  const numberOf = (formats: Row['formats']): number | null => {
    if (formats === undefined) return null;
    let number = listNumbers.get(formats);
    if (number === undefined) {
      number = formatLists.push(formats.map((format) => format ?? null)) - 1;
      listNumbers.set(formats, number);
    }
    return number;
  };
  const stored = rows.flatMap((row, index): StoredRow[] => {
    if (row === undefined) return [];
    const values = row.values.map((value) => value ?? null);
    const formats = numberOf(row.formats);
    const notes = row.notes?.map((note) => note ?? null);
    if (notes !== undefined) return [[index, values, formats, notes]];
    return formats === null ? [[index, values]] : [[index, values, formats]];
  });
  return { ...sheet, rows: stored, formatLists };
}

function unpackSheet({ rows: stored, formatLists, ...sheet }: StoredSheet): Sheet {
  const lists = formatLists.map((list) => list.map((format) => format ?? undefined));
  const rows: (Row | undefined)[] = [];
  for (const [index, values, formats, notes] of stored) {
    while (rows.length < index) rows.push(undefined);
    rows[index] = {
      values: values.map((value) => value ?? undefined),
      formats: typeof formats === 'number' ? lists[formats] : undefined,
      notes: notes?.map((note) => note ?? undefined),
    };
  }
  const filled = <T>(list: readonly (T | null | undefined)[]) => list.map((entry) => entry ?? undefined);
  return {
    ...sheet,
    rows,
    tabColorStyle: sheet.tabColorStyle,
    basicFilter: sheet.basicFilter,
    rowProperties: filled(sheet.rowProperties),
    columnProperties: filled(sheet.columnProperties),
  };
}
