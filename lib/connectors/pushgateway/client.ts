import { createHttpClient, type HttpClient, type HttpLogger } from '../../http/index.ts';
import { formatMetrics, type Metric } from '../../metrics/index.ts';

export interface PushgatewayOptions {
  /** `http://pushgateway:9091`, without `/metrics`. */
  readonly url: string;
  readonly logger?: HttpLogger;
  /** Total time of one attempt. Default 3,000: metrics must not hold up the end of a run. */
  readonly timeoutMs?: number | undefined;
}

/** A Prometheus Pushgateway, which keeps the last values of programs that have ended. */
export interface Pushgateway {
  /**
   * Adds metrics to a group; of the group's other metrics, those with other names stay (POST, not PUT), so that a failed
   * run does not wipe out the time of the last success. Two attempts at most.
   *
   * @param group What the values belong to, by label; the first label is `job`. No run ids: a group is never forgotten.
   * @throws PermanentError when the gateway refuses them; TransientError when it cannot be reached.
   */
  pushAdd(
    group: Readonly<Record<'job', string> & Record<string, string>>,
    metrics: readonly Metric[],
  ): Promise<void>;
  readonly requestCount: number;
  close(): void;
}

/** @throws ConfigError when the URL may not be used: https, or http to this machine and private networks. */
export function createPushgateway({ url, logger, timeoutMs = 3_000 }: PushgatewayOptions): Pushgateway {
  const http = createHttpClient({
    source: 'pushgateway',
    baseUrl: url,
    secrets: [],
    timeoutMs,
    retries: { attempts: 2, firstDelayMs: 500, maxDelayMs: 1_000, maxRetryAfterMs: 1_000 },
    ...(logger && { logger }),
  });
  return {
    pushAdd: (group, metrics) => pushAdd(http, group, metrics),
    get requestCount() {
      return http.requestCount;
    },
    close: () => http.close(),
  };
}

async function pushAdd(
  http: HttpClient,
  group: Readonly<Record<string, string>>,
  metrics: readonly Metric[],
): Promise<void> {
  await http.request({
    method: 'POST',
    path: `/metrics${Object.entries(group).map(groupingPath).join('')}`,
    endpoint: '/metrics/job/…',
    text: formatMetrics(metrics),
    safeToRepeat: true,
    responseType: 'text',
  });
}

/** In base64, because a value may hold slashes; an empty value is `=`. */
function groupingPath([label, value]: [string, string]): string {
  return `/${label}@base64/${Buffer.from(value).toString('base64url') || '='}`;
}
