import { signups } from './4-unpack.ts';

export const signupsByEvent = signups
  .addColumn('cancelled', ({ status }) => Number(status === 'CANCELLED'))
  .aggregate('event_title', (of) => ({ signups: of.count(), cancelled: of.sum('cancelled') }))
  .sort(['signups', 'event_title'], { descending: true });

if (import.meta.main) {
  console.log(await signupsByEvent.preview(4));
}
