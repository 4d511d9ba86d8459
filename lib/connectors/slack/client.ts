import { ConfigError } from '../../errors/index.ts';
import { createHttpClient, type HttpClient, type HttpLogger } from '../../http/index.ts';
import { explainSlackAnswer } from './explain.ts';
import { type SlackMessage, toSlackPayload } from './payload.ts';
import { deliveredSchema } from './schema.ts';

export interface SlackOptions {
  /** `https://hooks.slack.com/services/…`: whoever knows it can post, so it is never logged and in no error. */
  readonly webhookUrl: string;
  readonly logger?: HttpLogger;
  /** Ends the call at once. */
  readonly signal?: AbortSignal | undefined;
  /** Total time of one attempt. Default 5,000: a message must not hold up the end of a run. */
  readonly timeoutMs?: number | undefined;
  /** The longest wait before another attempt, also when Slack asks for a longer one, but at least 1,000 after a 429. Default 5,000. */
  readonly maxDelayMs?: number | undefined;
}

/** One incoming webhook, which is one channel. */
export interface Slack {
  /**
   * Posts a message. Three attempts at most, so by default it takes 25 seconds at the very worst. After a lost answer the
   * message may come twice: that is better than an alert that nobody gets.
   *
   * @throws PermanentError when Slack refuses the message or the webhook is gone; TransientError after three attempts.
   *   The caller decides what a missed message means, usually a warning.
   */
  send(message: SlackMessage): Promise<void>;
  readonly requestCount: number;
  close(): void;
}

const MAX_ATTEMPTS = 3;

/** @throws ConfigError when the webhook URL is none, or not https. */
export function createSlack(options: SlackOptions): Slack {
  return new SlackClient(options);
}

class SlackClient implements Slack {
  readonly #http: HttpClient;
  readonly #path: string;

  constructor({ webhookUrl, timeoutMs = 5_000, maxDelayMs = 5_000, ...rest }: SlackOptions) {
    const { origin, pathname } = parseWebhookUrl(webhookUrl);
    this.#path = pathname;
    this.#http = createHttpClient({
      ...rest,
      source: 'slack',
      baseUrl: origin,
      secrets: [webhookUrl, pathname],
      timeoutMs,
      retries: { attempts: MAX_ATTEMPTS, maxDelayMs, maxRetryAfterMs: maxDelayMs },
      explain: explainSlackAnswer,
    });
  }

  async send(message: SlackMessage): Promise<void> {
    await this.#http.request({
      method: 'POST',
      path: this.#path,
      endpoint: 'webhook',
      body: toSlackPayload(message),
      safeToRepeat: true,
      responseType: 'text',
      schema: deliveredSchema,
    });
  }

  get requestCount(): number {
    return this.#http.requestCount;
  }

  close(): void {
    this.#http.close();
  }
}

/** The parser's own error quotes its input, so it does not get that far. */
function parseWebhookUrl(webhookUrl: string): URL {
  const url = URL.canParse(webhookUrl) ? new URL(webhookUrl) : undefined;
  if (url === undefined || url.pathname === '/') {
    throw new ConfigError(
      'SLACK_API_WEBHOOK is not the URL of an incoming webhook (https://hooks.slack.com/services/…)',
    );
  }
  return url;
}
