export { createSlack, type Slack, type SlackOptions } from './client.ts';
export type { SlackMessage } from './payload.ts';
