/** One entry of `error.details`, as protobuf's Any is spelt in JSON. */
export type ErrorDetail = Readonly<Record<string, unknown>>;

/** An answer that Google would refuse with; the routes turn it into the body that its API family uses. */
export class GoogleError extends Error {
  override readonly name = 'GoogleError';
  readonly httpStatus: number;
  /** The canonical status name of the Sheets family, for example `INVALID_ARGUMENT`. */
  readonly status: string;
  /** The reason of the Drive family, for example `notFound`. */
  readonly reason: string;
  readonly domain: string;
  readonly details: readonly ErrorDetail[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(options: {
    readonly httpStatus: number;
    readonly status: string;
    readonly message: string;
    readonly reason?: string;
    readonly domain?: string;
    readonly details?: readonly ErrorDetail[];
    readonly headers?: Readonly<Record<string, string>>;
  }) {
    super(options.message);
    this.httpStatus = options.httpStatus;
    this.status = options.status;
    this.reason = options.reason ?? 'badRequest';
    this.domain = options.domain ?? 'global';
    this.details = options.details;
    this.headers = options.headers ?? {};
  }

  /** The body as Sheets sends it: code, message, status, and details only where Google gives some. */
  toSheetsBody(): unknown {
    const { httpStatus: code, message, status, details } = this;
    return { error: { code, message, status, ...(details === undefined ? {} : { details }) } };
  }

  /** The body as Drive sends it: a list of errors with domain and reason, and no `status`. */
  toDriveBody(): unknown {
    const { httpStatus: code, message, domain, reason } = this;
    const location = reason === 'notFound' ? { locationType: 'parameter', location: 'fileId' } : {};
    return { error: { errors: [{ domain, reason, message, ...location }], code, message } };
  }
}

/** 400 INVALID_ARGUMENT. */
export function invalidArgument(message: string, details?: readonly ErrorDetail[]): GoogleError {
  return new GoogleError({
    httpStatus: 400,
    status: 'INVALID_ARGUMENT',
    message,
    ...(details === undefined ? {} : { details }),
  });
}

/** 400 whose details name the fields that were refused, as for a bad `fields` mask or a wrong JSON type. */
export function fieldViolation(message: string, field: string, description: string): GoogleError {
  return invalidArgument(message, [
    { '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations: [{ field, description }] },
  ]);
}

/** 403 of a file that is not shared with the caller: on purpose without any details. */
export function permissionDenied(): GoogleError {
  return new GoogleError({
    httpStatus: 403,
    status: 'PERMISSION_DENIED',
    message: 'The caller does not have permission',
    reason: 'forbidden',
  });
}

/** 404 of an id that no spreadsheet has. */
export function entityNotFound(): GoogleError {
  return new GoogleError({
    httpStatus: 404,
    status: 'NOT_FOUND',
    message: 'Requested entity was not found.',
    reason: 'notFound',
  });
}

/** Drive's 404, which it also gives for a file that is not shared or for a forgotten `supportsAllDrives`. */
export function fileNotFound(fileId: string): GoogleError {
  return new GoogleError({
    httpStatus: 404,
    status: 'NOT_FOUND',
    message: `File not found: ${fileId}.`,
    reason: 'notFound',
  });
}

/** Drive's 403 for a file that the caller can see but not change. */
export function insufficientFilePermissions(): GoogleError {
  return new GoogleError({
    httpStatus: 403,
    status: 'PERMISSION_DENIED',
    message: 'The user does not have sufficient permissions for this file.',
    reason: 'insufficientFilePermissions',
  });
}

/** The 403 that every service account gets that would own a file: it has no storage of its own. */
export function storageQuotaExceeded(): GoogleError {
  return new GoogleError({
    httpStatus: 403,
    status: 'PERMISSION_DENIED',
    message:
      'Service Accounts do not have storage quota. Leverage shared drives ' +
      '(https://developers.google.com/workspace/drive/api/guides/about-shareddrives), or use OAuth delegation ' +
      '(http://support.google.com/a/answer/7281227) instead.',
    reason: 'storageQuotaExceeded',
    domain: 'usageLimits',
  });
}
