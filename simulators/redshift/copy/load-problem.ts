/**
 * Why a row cannot be loaded, with its number in Redshift's list.
 *
 * Source: https://docs.aws.amazon.com/redshift/latest/dg/r_Load_Error_Reference.html
 */
export class LoadProblem extends Error {
  readonly code: number;

  constructor(code: number, reason: string) {
    super(reason);
    this.code = code;
  }
}

/** What is kept about a row that was not loaded. */
export interface LoadErrorRow {
  readonly filename: string;
  readonly lineNumber: number;
  readonly column: string;
  readonly type: string;
  readonly columnLength: string;
  readonly rawLine: string;
  readonly rawValue: string;
  readonly code: number;
  readonly reason: string;
}
