/** Over all tabs, empty cells included. Source: Google Drive help, "Files you can store in Google Drive". */
export const MAX_CELLS = 10_000_000;

/** A longer text is refused, together with the whole request. */
export const MAX_CELL_CHARACTERS = 50_000;

/** Google recommends at most 2 MB a request. Source: developers.google.com/sheets/api/limits. */
export const MAX_BODY_BYTES = 2_000_000;

/** Rows in one write, so that a request stays far from the 180 seconds after which Google gives up on it. */
export const MAX_CHUNK_ROWS = 10_000;

/** Requests in one batchUpdate; Google refuses more than 100,000. */
export const MAX_BATCH_REQUESTS = 50_000;
