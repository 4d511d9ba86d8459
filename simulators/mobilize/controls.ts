import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { advance } from './advance.ts';
import type { MobilizeKnobs } from './knobs.ts';
import type { World } from './world.ts';

const ids = z.array(z.int()).min(1);
const bodies = {
  advance: z.strictObject({ days: z.int().min(1).max(366).default(1) }),
  touch: z.strictObject({ ids: ids.optional(), first: z.int().positive().optional() }),
  cancel: z.strictObject({ ids }),
  setAttended: z.strictObject({ ids, attended: z.boolean().nullable() }),
  changeEmail: z.strictObject({ userId: z.int(), address: z.string() }),
  deleteEvent: z.strictObject({ eventId: z.int() }),
};

/** Adds `/__control/mobilize/*`: what people do in Mobilize while nobody looks. */
export function addControls(
  app: FastifyInstance,
  { world, knobs, changed }: { world: () => World; knobs: () => MobilizeKnobs; changed: () => void },
): void {
  function add<T extends z.ZodType>(
    name: string,
    schema: T,
    act: (body: z.output<T>, world: World) => unknown,
  ) {
    app.post(`/__control/mobilize/${name}`, (request) => {
      const result = act(schema.parse(request.body ?? {}), world());
      changed();
      return { now: world().now(), ...Object(result) };
    });
  }

  add('advance', bodies.advance, ({ days }, target) => advance(target, days));

  /** Rows by id, or the first so many of the list. */
  add('touch', bodies.touch, ({ ids: wanted, first }, target) => {
    const at = target.now();
    if (wanted === undefined) target.attendances.touch(0, first ?? target.attendances.length, at);
    for (const position of positionsOf(target, wanted ?? []))
      target.attendances.touch(position, position + 1, at);
  });

  add('cancel', bodies.cancel, ({ ids: wanted }, target) => {
    for (const position of positionsOf(target, wanted)) {
      target.attendances.change(position, { status: 'CANCELLED' }, target.now());
    }
  });

  add('set-attended', bodies.setAttended, ({ ids: wanted, attended }, target) => {
    for (const position of positionsOf(target, wanted)) {
      target.attendances.change(position, { attended }, target.now());
    }
  });

  /** The person's rows stay as they are; the list of people, and sign-ups from now on, show the new address. */
  add('change-email', bodies.changeEmail, ({ userId, address }, target) => {
    const position = target.people.positionOfUser(userId);
    if (position === undefined) throw new Error(`there is no user ${userId}`);
    target.people.change(position, {
      email_addresses: [{ primary: true, address }],
      modified_date: target.now(),
    });
  });

  add('delete-event', bodies.deleteEvent, ({ eventId }, target) => {
    target.events.delete(eventId, target.now());
    if (!knobs().keepAttendancesOfDeletedEvents) target.attendances.hideEvent(eventId);
  });
}

/** @throws Error naming an id that is not there */
function positionsOf(world: World, ids: readonly number[]): number[] {
  return ids.map((id) => {
    const position = world.attendances.positionOf(id);
    if (position === undefined) throw new Error(`there is no attendance ${id}`);
    return position;
  });
}
