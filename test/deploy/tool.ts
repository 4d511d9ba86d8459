import { spawnSync } from 'node:child_process';

export interface Tool {
  /** Why the tool cannot be used here; undefined when it can. */
  readonly obstacle: string | undefined;
}

export interface ToolNeed {
  readonly command: string;
  /** Prints its version. */
  readonly args: readonly string[];
  /** What its output has to say. */
  readonly expected: RegExp;
  /** In words, for the message: `kubectl with Kustomize 5`. */
  readonly what: string;
  /** With this variable set to 1 its absence is a failure, for CI. */
  readonly requiredBy: string;
}

/**
 * Looks whether a program is here that some tests need. Where it is not, those tests are skipped, and it says so on stderr.
 *
 * @throws Error when it is not here although the environment requires it.
 */
export function findTool({ command, args, expected, what, requiredBy }: ToolNeed): Tool {
  const { stdout, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (error === undefined && expected.test(stdout)) return { obstacle: undefined };
  const found = error === undefined ? `${command} is another version` : `${command} is not there`;
  const obstacle = `${found}: ${what} is needed`;
  if (process.env[requiredBy] === '1') throw new Error(`${requiredBy}=1, but ${obstacle}`);
  process.stderr.write(
    `\n*** SKIPPED, nothing proven: ${obstacle} (${requiredBy}=1 makes this a failure) ***\n\n`,
  );
  return { obstacle };
}
