import type { Statement } from '../sql/statement.ts';

/** One thing that PostgreSQL does and Redshift refuses. */
export interface Refusal {
  /** A phrase for the title of its test. */
  readonly feature: string;
  /** SQLSTATE: 42601 what its grammar does not have, 0A000 what it knows and does not do, others as they fit. */
  readonly code: string;
  /** Our words, as far as Redshift's own are not known. */
  readonly message: string;
  /** Where Redshift's manual says so, or who found out. */
  readonly source: string;
  /** SQL that must be refused; several: those before the last one must pass. `t` is a table (id integer, v varchar(20)). */
  readonly example: string | readonly string[];
  /** Values for the parameters of the last example. */
  readonly values?: readonly unknown[];
  applies(statement: Statement): boolean;
}

/** Pages of the Amazon Redshift Database Developer Guide. */
export const GUIDE = 'https://docs.aws.amazon.com/redshift/latest/dg';
