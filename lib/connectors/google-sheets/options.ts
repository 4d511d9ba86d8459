import type { Logger } from '../../logging/index.ts';
import type { Clock } from './transport/clock.ts';
import type { Quota } from './transport/quota.ts';

export interface GoogleSheetsOptions {
  /** Path of a service-account key file, or the JSON itself (GOOGLE_DRIVE_CREDENTIALS). */
  readonly credentials: string;
  /** Takes the place of Google's three hosts (GOOGLE_API_URL); https, or http to this machine and private networks. Default: Google. */
  readonly apiUrl?: string | undefined;
  readonly logger: Logger;
  /** Ends waits and reads and lets no further request out; a write that is under way may finish. */
  readonly signal?: AbortSignal | undefined;
  /** For one attempt of a request. Default 30,000; writes get 180,000, as long as Google works on them. */
  readonly timeoutMs?: number;
  /** Default: what Google allows one account, 60 reads and 60 writes a minute. Lower it where several programs share the account. */
  readonly quota?: Partial<Quota>;
  /** Default: real time. */
  readonly clock?: Clock;
}
