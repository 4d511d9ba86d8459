import type { FastifyReply } from 'fastify';
import type { FaultAction } from './faults.ts';

/** A serialised answer, as fastify is about to send it. */
export type Payload = string | Buffer | null | undefined;

type Kind<Name extends FaultAction['kind']> = Extract<FaultAction, { kind: Name }>;

/** Never settles: the request stays without an answer. */
export function noAnswer(): Promise<never> {
  return new Promise(() => undefined);
}

/** Drops the connection. */
export function cut(reply: FastifyReply): Promise<never> {
  reply.raw.destroy();
  return noAnswer();
}

/** Replaces the answer by the status, headers and body of the fault; gives the body to send. */
export function answerInstead(reply: FastifyReply, fault: Kind<'status'> | Kind<'html'>): string {
  reply.code(fault.status).removeHeader('content-length');
  if (fault.kind === 'html') {
    reply.type('text/html');
    return `<html>\r\n<head><title>${fault.status}</title></head>\r\n<body><center><h1>${fault.status}</h1></center><hr><center>nginx</center></body>\r\n</html>\r\n`;
  }
  const isText = typeof fault.body === 'string';
  reply.type(isText ? 'text/plain' : 'application/json').headers(fault.headers);
  if (fault.body === undefined) return '';
  return isText ? String(fault.body) : JSON.stringify(fault.body);
}

/** What is left to send of an answer whose effect is in place; never settles when the connection is dropped. */
export async function spoilAnswer(
  reply: FastifyReply,
  payload: Payload,
  fault: FaultAction,
): Promise<Payload> {
  switch (fault.kind) {
    case 'status':
    case 'html':
      return answerInstead(reply, fault);
    case 'truncate': {
      const body = Buffer.from(payload ?? '');
      reply.removeHeader('content-length');
      return body.subarray(0, fault.afterBytes ?? Math.floor(body.length / 2));
    }
    case 'cut':
      return fault.afterBytes === undefined ? cut(reply) : cutInside(reply, payload, fault.afterBytes);
    case 'stall':
      return noAnswer();
    case 'latency':
    case 'late':
      return payload;
  }
}

function cutInside(reply: FastifyReply, payload: Payload, afterBytes: number): Promise<never> {
  const body = Buffer.from(payload ?? '');
  const headers: Record<string, string | number | string[]> = { 'content-length': body.length };
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined && name !== 'content-length') headers[name] = value;
  }
  reply.raw.writeHead(reply.statusCode, headers);
  reply.raw.write(body.subarray(0, afterBytes), () => reply.raw.destroy());
  return noAnswer();
}
