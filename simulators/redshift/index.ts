export type { FaultKnobs } from './faults.ts';
export type { RunningS3, S3Options } from './s3/start-s3.ts';
export type { PasswordMethod } from './session/log-in.ts';
export { type RedshiftOptions, type RunningRedshift, startRedshift } from './start-redshift.ts';
