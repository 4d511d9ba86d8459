import type { SimulatorContext } from '../context.ts';
import { GoogleError } from './google-error.ts';

/** The per-minute quotas; `perMs` of a limit (see `/__control/rate-limits`) shortens the minute. */
export interface Quotas {
  /** Counts one Sheets call of an account. @throws GoogleError 429 exactly as recorded, without Retry-After. */
  takeSheets(kind: 'read' | 'write', email: string): void;
  /** Counts one Drive call of an account. @throws GoogleError 403 userRateLimitExceeded. */
  takeDrive(email: string): void;
}

const projectNumber = '603366585132';

/** 60 reads and 60 writes a minute for each account of Sheets, counted apart; 12,000 queries a minute of Drive. */
export function createQuotas({ rateLimits }: SimulatorContext): Quotas {
  const minute = { perMs: 60_000, kind: 'sliding-window', retryAfter: 'none' } as const;
  const sheets = {
    read: rateLimits.create({ name: 'google sheets reads', calls: 60, ...minute }),
    write: rateLimits.create({ name: 'google sheets writes', calls: 60, ...minute }),
  };
  const drive = rateLimits.create({ name: 'google drive queries', calls: 12_000, ...minute });

  return {
    takeSheets: (kind, email) => {
      if (sheets[kind].take(email) > 0) throw sheetsQuotaExceeded(kind, sheets[kind].limit.calls);
    },
    takeDrive: (email) => {
      if (drive.take(email) === 0) return;
      throw new GoogleError({
        httpStatus: 403,
        status: 'RESOURCE_EXHAUSTED',
        message: 'User Rate Limit Exceeded',
        reason: 'userRateLimitExceeded',
        domain: 'usageLimits',
      });
    },
  };
}

/** Source: live answer recorded by r-lib/gargle on 2025-08-30. */
function sheetsQuotaExceeded(kind: 'read' | 'write', limit: number): GoogleError {
  const words = kind === 'read' ? ['Read', 'read_requests'] : ['Write', 'write_requests'];
  const [word = '', metric = ''] = words;
  return new GoogleError({
    httpStatus: 429,
    status: 'RESOURCE_EXHAUSTED',
    message:
      `Quota exceeded for quota metric '${word} requests' and limit '${word} requests per minute per user' ` +
      `of service 'sheets.googleapis.com' for consumer 'project_number:${projectNumber}'.`,
    reason: 'rateLimitExceeded',
    details: [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason: 'RATE_LIMIT_EXCEEDED',
        domain: 'googleapis.com',
        metadata: {
          quota_limit_value: String(limit),
          service: 'sheets.googleapis.com',
          consumer: `projects/${projectNumber}`,
          quota_unit: '1/min/{project}/{user}',
          quota_location: 'global',
          quota_metric: `sheets.googleapis.com/${metric}`,
          quota_limit: `${word}RequestsPerMinutePerUser`,
        },
      },
      {
        '@type': 'type.googleapis.com/google.rpc.Help',
        links: [
          {
            description: 'Request a higher quota limit.',
            url: 'https://cloud.google.com/docs/quotas/help/request_increase',
          },
        ],
      },
    ],
  });
}

/** 403 of a project in which nobody has enabled the Sheets API. */
export function serviceDisabled(): GoogleError {
  const activationUrl = `https://console.developers.google.com/apis/api/sheets.googleapis.com/overview?project=${projectNumber}`;
  const message =
    `Google Sheets API has not been used in project ${projectNumber} before or it is disabled. Enable it by visiting ` +
    `${activationUrl} then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.`;
  return new GoogleError({
    httpStatus: 403,
    status: 'PERMISSION_DENIED',
    message,
    details: [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason: 'SERVICE_DISABLED',
        domain: 'googleapis.com',
        metadata: {
          consumer: `projects/${projectNumber}`,
          service: 'sheets.googleapis.com',
          serviceTitle: 'Google Sheets API',
          activationUrl,
        },
      },
      { '@type': 'type.googleapis.com/google.rpc.LocalizedMessage', locale: 'en-US', message },
      {
        '@type': 'type.googleapis.com/google.rpc.Help',
        links: [{ description: 'Google developers console API activation', url: activationUrl }],
      },
    ],
  });
}
