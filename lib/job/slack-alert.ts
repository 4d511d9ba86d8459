import { createSlack } from '../connectors/slack/index.ts';
import type { Logger } from '../logging/index.ts';
import type { Alert } from './alert.ts';
import { alertMessage } from './alert-message.ts';

/** One attempt; three of them fit into the time that the end of a run gives to an alert. */
const TIMEOUT_MS = 3_000;

/** Sends the summary of a run to the channel of an incoming webhook. */
export function createSlackAlert({ webhookUrl, logger }: { webhookUrl: string; logger: Logger }): Alert {
  return {
    async send(summary, occasion) {
      const slack = createSlack({ webhookUrl, logger, timeoutMs: TIMEOUT_MS });
      try {
        await slack.send(alertMessage(summary, occasion));
      } finally {
        slack.close();
      }
    },
  };
}
