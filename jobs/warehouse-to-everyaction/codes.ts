import type { EveryAction } from '@movement-etl/lib/connectors/everyaction';
import { ConfigError } from '@movement-etl/lib/errors';

/** The codes that a run gives; one of them at least. */
export interface CodeIds {
  readonly sourceCodeId: number | undefined;
  readonly activistCodeId: number | undefined;
}

/** One of the codes that everybody gets. */
export interface CodeToGive {
  readonly kind: 'source code' | 'activist code';
  readonly id: number;
  readonly name: string | null;
}

/**
 * Looks the codes up, so that an id from another committee does not become a failure of each person.
 *
 * @throws ConfigError that names every code that the database does not have.
 */
export async function lookUpCodes(
  everyAction: EveryAction,
  { sourceCodeId, activistCodeId }: CodeIds,
): Promise<readonly CodeToGive[]> {
  const codes: CodeToGive[] = [];
  const problems: string[] = [];
  if (sourceCodeId !== undefined) {
    const code = await everyAction.getCode(sourceCodeId);
    if (code === undefined) problems.push(isMissing('VAN_SOURCE_CODE_ID', sourceCodeId));
    else codes.push({ kind: 'source code', id: sourceCodeId, name: code.name });
  }
  if (activistCodeId !== undefined) {
    const code = await everyAction.getActivistCode(activistCodeId);
    if (code === undefined) problems.push(isMissing('VAN_ACTIVIST_CODE_ID', activistCodeId));
    else codes.push({ kind: 'activist code', id: activistCodeId, name: code.name });
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return codes;
}

/** As people read it: `source code 1001 (Mobilize)`. */
export function describeCode({ kind, id, name }: CodeToGive): string {
  return name === null ? `${kind} ${id}` : `${kind} ${id} (${name})`;
}

function isMissing(variable: string, id: number): string {
  return `${variable} is ${id}, which the database of VAN_DB_MODE does not have; ids differ from committee to committee`;
}
