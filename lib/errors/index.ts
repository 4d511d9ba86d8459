export { ConfigError } from './config-error.ts';
export { type ErrorOptions, EtlError, type Fact } from './etl-error.ts';
export { PermanentError } from './permanent-error.ts';
export { RejectedRowError } from './rejected-row-error.ts';
export { TransientError } from './transient-error.ts';
