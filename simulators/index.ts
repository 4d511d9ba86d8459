export type { Clock } from './clock.ts';
export { createClock } from './clock.ts';
export type { Simulator, SimulatorContext } from './context.ts';
export type { NewFaultRule } from './faults.ts';
export type { JournalEntry, RequestInfo } from './journal.ts';
export { guideRows, hardCaseReasons, hardCaseRows } from './mobilize/index.ts';
export type { Phase, RequestObserver, SimulatorOptions } from './options.ts';
export { type RunningSimulators, type Simulators, startSimulators } from './server.ts';
