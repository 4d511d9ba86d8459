export { simulatedApiKey } from './access.ts';
export type { Application, Committee } from './committee.ts';
export { type EveryActionSimulator, registerEveryAction } from './register.ts';
