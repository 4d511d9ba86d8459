/** What sending a row would change on the other side. Holds personal data. */
export interface RowDifference {
  /** The other side does not have the row yet. */
  readonly isNew: boolean;
  /** The sent fields that have another value there; none: sending changes nothing. */
  readonly fields: readonly {
    readonly field: string;
    /** Null: nothing is there. */
    readonly there: string | null;
    readonly sent: string;
  }[];
}

/** As people read it: a line for the row, one for each field. */
export function describeDifference(id: string, { isNew, fields }: RowDifference): string {
  const what = isNew ? 'new' : fields.length === 0 ? 'the same' : 'changed';
  const lines = fields.map(({ field, there, sent }) =>
    there === null ? `  + ${field}: ${sent}` : `  ~ ${field}: ${there} → ${sent}`,
  );
  return [`${id}: ${what}`, ...lines].join('\n');
}
