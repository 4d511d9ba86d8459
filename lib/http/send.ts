import axios from 'axios';
import { answerTooLarge, networkError, timeoutError } from './network-error.ts';
import { type Agents, nodeAdapter } from './node-adapter.ts';
import { BodyTooLarge } from './read-text.ts';

/** One attempt, ready to leave. */
export interface Call {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  readonly facts: CallFacts;
}

/** A type and no interface, so that it fits where errors take any facts. */
export type CallFacts = {
  readonly source: string;
  readonly endpoint: string;
  readonly attempt: number;
};

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/**
 * Sends one call and buffers its answer, whatever the status. Follows no redirect and uses no proxy.
 *
 * @param onSent called when the call is at the server, as far as can be known.
 * @throws TransientError when the connection fails, breaks or exceeds the time; PermanentError for an untrusted certificate or too large
 *   an answer; the signal's reason when that is aborted.
 */
export async function send(
  call: Call,
  agents: Agents,
  {
    onSent,
    signal,
    secrets,
  }: { onSent: () => void; signal: AbortSignal | undefined; secrets: readonly string[] },
): Promise<RawAnswer> {
  // One deadline for the whole attempt: axios' own timeout does not see a body that stalls halfway.
  const ended = new AbortController();
  const deadline = setTimeout(() => ended.abort(), call.timeoutMs);
  const stop = () => ended.abort();
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  try {
    const { status, headers, data } = await axios.request<string>({
      url: call.url.href,
      method: call.method,
      headers: { ...call.headers },
      data: call.body,
      signal: ended.signal,
      validateStatus: () => true,
      transformRequest: (body: unknown) => body,
      transformResponse: (body: unknown) => body,
      adapter: nodeAdapter({ agents, maxBodyBytes: call.maxBodyBytes, onSent }),
    });
    // The adapter made them plain.
    return { status, headers: headers as RawAnswer['headers'], text: data };
  } catch (error) {
    signal?.throwIfAborted();
    if (ended.signal.aborted) throw timeoutError(call);
    if (error instanceof BodyTooLarge) throw answerTooLarge(call);
    throw networkError(error, call, secrets);
  } finally {
    clearTimeout(deadline);
    signal?.removeEventListener('abort', stop);
  }
}
