export { simulatedKey } from './access.ts';
export type { DayReport } from './advance.ts';
export { guideRows } from './data/guide-rows.ts';
export { hardCaseReasons, hardCaseRows } from './data/hard-cases.ts';
export { emptyOrganizationId, mainOrganizationId, partnerOrganizationId } from './data/organizations.ts';
export type { Attendance, Event, Person } from './data/types.ts';
export type { MobilizeKnobs } from './knobs.ts';
export { type MobilizeSimulator, registerMobilize } from './register.ts';
