import { signups } from './4-unpack.ts';

/** @param month 2022-01, by when the event starts in UTC */
export function signupsOf(month: string) {
  return signups.selectRows(({ starts_at }) => starts_at?.toISOString().startsWith(month) ?? false);
}

if (import.meta.main) {
  for (const month of ['2022-01', '2022-02', '2022-03']) {
    console.log(month, '→', await signupsOf(month).numRows(), 'sign-ups');
  }
}
