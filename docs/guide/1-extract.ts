import { createMobilize } from '@movement-etl/lib/connectors/mobilize';

const mobilize = createMobilize({
  apiKey: process.env.MOBILIZE_AMERICA_API_KEY,
  organizationIds: [Number(process.env.MOBILIZE_ORGANIZATION_ID)],
  baseUrl: process.env.MOBILIZE_API_URL,
});

export const attendances = mobilize.attendances();

if (import.meta.main) {
  console.log(await attendances.numRows(), 'sign-ups');
}
