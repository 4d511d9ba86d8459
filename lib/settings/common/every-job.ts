import { z } from 'zod';
import { choice, decimal, integer, text, url, yesOrNo } from '../fields.ts';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const;
export const LOG_FORMATS = ['json', 'pretty'] as const;

/** The settings that every job has; `runJob` reads them itself. */
export const everyJobSettings = z.object({
  logLevel: choice(LOG_LEVELS)
    .default('info')
    .meta({ env: 'LOG_LEVEL', flag: 'log-level', group: 'Every job' })
    .describe('trace, debug, info, warn or error.'),
  logFormat: choice(LOG_FORMATS)
    .optional()
    .meta({ env: 'LOG_FORMAT', flag: 'log-format', group: 'Every job' })
    .describe('json or pretty; without it: pretty on a terminal, json elsewhere.'),
  slackWebhook: url()
    .optional()
    .meta({ env: 'SLACK_API_WEBHOOK', secret: true, placeholder: '<url>', group: 'Every job' })
    .describe(
      'An incoming webhook of Slack that is told of failed and partial runs, and when it works again.',
    ),
  alertPartialShare: decimal({ min: 0, max: 1 })
    .default(0)
    .meta({ env: 'ALERT_PARTIAL_SHARE', placeholder: '<share>', group: 'Every job' })
    .describe(
      'Slack is told of a partial run only when more than this share of the records read was rejected or failed: 0 to 1; 0: of every one.',
    ),
  pushgatewayUrl: url()
    .optional()
    .meta({ env: 'PUSHGATEWAY_URL', placeholder: '<url>', group: 'Every job' })
    .describe('A Prometheus Pushgateway that gets the metrics of each run.'),
  maxRejectedShare: decimal({ min: 0, max: 1 })
    .default(0.05)
    .meta({
      env: 'MAX_REJECTED_SHARE',
      flag: 'max-rejected-share',
      placeholder: '<share>',
      group: 'Every job',
    })
    .describe('The run fails when a larger share of the records read is unusable: 0 to 1.'),
  partialOk: yesOrNo()
    .default(false)
    .meta({ env: 'PARTIAL_OK', flag: 'partial-ok', group: 'Every job' })
    .describe(
      'Exit with 0 instead of 3 when some records were rejected or failed, for chains that go on only after 0; the summary says partial all the same.',
    ),
  stopGraceSeconds: integer({ min: 1, max: 3600 })
    .default(25)
    .meta({ env: 'STOP_GRACE_SECONDS', placeholder: '<seconds>', group: 'Every job' })
    .describe('How long a run that is told to stop may take to store what is in flight.'),
  terminationLogPath: text()
    .optional()
    .meta({ env: 'TERMINATION_LOG_PATH', placeholder: '<path>', group: 'Every job' })
    .describe(
      'Where the summary is written for Kubernetes; without it: /dev/termination-log where there is one.',
    ),
});
