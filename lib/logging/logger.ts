import type pino from 'pino';

/** The logger that is handed down everywhere: fixed text for warn and error, facts in fields. */
export type Logger = pino.Logger;
