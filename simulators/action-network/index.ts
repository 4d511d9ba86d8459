export type { ActionNetworkKnobs } from './knobs.ts';
export type { Person as ActionNetworkPerson } from './person.ts';
export { type ActionNetworkSimulator, registerActionNetwork } from './register.ts';
export { simulatedToken } from './routes/context.ts';
