/** An answer that is not a success, with the body that Mobilize gives it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly body: { readonly data: null; readonly error: Readonly<Record<string, unknown>> };

  constructor(status: number, error: Readonly<Record<string, unknown>>) {
    super(`answered ${status}`);
    this.status = status;
    this.body = { data: null, error };
  }
}

/** A parameter or field with a wrong value. */
export function invalid(field: string, problem = 'A valid integer is required.'): ApiError {
  return new ApiError(400, { [field]: [problem] });
}

/** A parameter that may come several times, of which the one at `index` is wrong. */
export function invalidAt(field: string, index: number, problem = 'A valid integer is required.'): ApiError {
  return new ApiError(400, { [field]: { [index]: [problem] } });
}

export function notFound(): ApiError {
  return new ApiError(404, { detail: 'Not found.' });
}

export function forbidden(status = 403): ApiError {
  return new ApiError(status, { detail: 'You do not have permission to perform this action.' });
}
