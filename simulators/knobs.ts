import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';

/** Settings of one simulator that can be turned while it runs. */
export interface Knobs<T extends object> {
  readonly values: Readonly<T>;
  /** Takes some of the settings; the others stay. @throws z.ZodError on an unknown name or a wrong value. */
  turn(change: unknown): Readonly<T>;
  /** Back to the defaults. */
  reset(): void;
}

/**
 * Knobs with the defaults of a strict schema, read by GET and turned by POST at `path`.
 * @param schema every field has a default
 */
export function addKnobs<T extends z.ZodObject>(
  app: FastifyInstance,
  path: string,
  schema: T,
): Knobs<z.output<T>> {
  const initial = schema.parse({});
  const changes = schema.partial();
  let values = initial;
  const knobs: Knobs<z.output<T>> = {
    get values() {
      return values;
    },
    turn: (change) => {
      changes.parse(change);
      values = schema.parse({ ...values, ...Object(change) });
      return values;
    },
    reset: () => {
      values = initial;
    },
  };
  app.get(path, () => knobs.values);
  app.post(path, (request) => knobs.turn(request.body));
  return knobs;
}
