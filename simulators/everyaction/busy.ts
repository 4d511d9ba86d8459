import type { FastifyReply } from 'fastify';

/** Counts what is under way at a time. */
export interface Busy {
  /** Counts a request until its connection is done with it; false, uncounted, when there are too many already. */
  enter(reply: FastifyReply, max: number): boolean;
}

export function createBusy(): Busy {
  let inFlight = 0;
  return {
    enter: (reply, max) => {
      if (inFlight >= max) return false;
      inFlight += 1;
      reply.raw.once('close', () => {
        inFlight -= 1;
      });
      return true;
    },
  };
}
