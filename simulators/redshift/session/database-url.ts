/** The server's URL with another database. In `pg` a URL wins over every other option, so it has to be in the URL. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(database)}`;
  return changed.href;
}
