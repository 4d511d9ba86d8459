import type { SimulatorContext } from '../../context.ts';
import type { GoogleKnobs } from '../knobs.ts';
import type { GoogleStore } from '../store.ts';
import { SpreadsheetDraft } from './draft.ts';
import type { Spreadsheet } from './model.ts';

/** What writing to a spreadsheet needs. */
export interface SheetsDependencies {
  readonly context: SimulatorContext;
  readonly store: GoogleStore;
  readonly knobs: () => GoogleKnobs;
}

/** Runs a write on a draft and keeps the outcome whole, or nothing when the work throws. */
export type EditSpreadsheet = <Result>(
  spreadsheet: Spreadsheet,
  editor: string | undefined,
  work: (draft: SpreadsheetDraft) => Result,
) => Result;

export function createEditor({ context, store, knobs }: SheetsDependencies): EditSpreadsheet {
  const random = context.random('google-sheets');
  return (spreadsheet, editor, work) => {
    const now = new Date(context.clock.now());
    const draft = new SpreadsheetDraft(spreadsheet, {
      editor,
      cellLimit: knobs().cellLimit,
      random,
      currentYear: now.getUTCFullYear(),
    });
    const result = work(draft);
    store.spreadsheets.set(spreadsheet.spreadsheetId, draft.spreadsheet);
    const file = store.files.get(spreadsheet.spreadsheetId);
    if (file !== undefined) {
      store.files.set(file.id, { ...file, name: draft.spreadsheet.title, modifiedTime: now.toISOString() });
    }
    return result;
  };
}
