/** A name for PostgreSQL. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A literal for PostgreSQL, which takes backslashes as they are. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
