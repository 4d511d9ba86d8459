export type { GoogleKnobs } from './knobs.ts';
export { type GoogleSimulator, registerGoogle } from './register.ts';
export { seeded as seededGoogle } from './seed.ts';
