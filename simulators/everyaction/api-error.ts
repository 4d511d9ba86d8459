import type { FastifyReply } from 'fastify';

const codes = {
  400: 'INVALID_PARAMETER',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  429: '429',
  500: 'INTERNAL_SERVER_ERROR',
} as const;

/** A refusal in the envelope of the API. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: keyof typeof codes;
  readonly properties: readonly string[] | undefined;

  constructor(status: keyof typeof codes, text: string, properties?: readonly string[]) {
    super(text);
    this.status = status;
    this.properties = properties;
  }
}

export function sendApiError(reply: FastifyReply, { status, message, properties }: ApiError): FastifyReply {
  const error = {
    code: codes[status],
    text: message,
    ...(properties && { properties }),
    ...(status === 500 && { referenceCode: '0f8fad5b-d9cb-469f-a165-70867728950e' }),
  };
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ errors: [error] }));
}

/** What the server in front of the API says to addresses that it does not know. */
export function sendHtmlNotFound(reply: FastifyReply): FastifyReply {
  return reply
    .code(404)
    .type('text/html')
    .send(
      '<!DOCTYPE html>\r\n<html>\r\n<head><title>404 - File or directory not found.</title></head>\r\n<body><h1>Server Error</h1></body>\r\n</html>\r\n',
    );
}

/** A failure that the API did not put into its envelope. */
export function sendAspNetFailure(reply: FastifyReply): FastifyReply {
  return reply
    .code(500)
    .type('application/json; charset=utf-8')
    .send(
      JSON.stringify({
        message: 'An error has occurred.',
        exceptionMessage: 'Object reference not set to an instance of an object.',
        exceptionType: 'System.NullReferenceException',
        stackTrace: '   at Van.Api.People.Find(Person person)',
      }),
    );
}
