export type { SlackMessage } from './message.ts';
export { registerSlack, type SlackSimulator, webhookPath } from './register.ts';
