import { expect, test } from 'vitest';
import { eventQuery, updatedSinceQuery } from '../../../../lib/connectors/mobilize/filters.ts';
import { addQuery } from '../../../../lib/http/query.ts';

/** The filters as they are on the wire. */
function queryString(filter: Parameters<typeof eventQuery>[0]): string {
  const url = new URL('http://localhost/');
  addQuery(url, eventQuery(filter));
  return url.search;
}

test('sends lists as repeated keys, never joined by commas', () => {
  expect(queryString({ eventTypes: ['CANVASS', 'PHONE_BANK'], tagIds: [3, 4], ownerIds: [1] })).toBe(
    '?organization_id=1&event_types=CANVASS&event_types=PHONE_BANK&tag_id=3&tag_id=4',
  );
});

test('sends a range as two values of one parameter', () => {
  expect(
    queryString({
      timeslotStart: { gte: 'now', lt: new Date(1_700_000_000_000) },
      timeslotEnd: { lte: 'now' },
    }),
  ).toBe('?timeslot_start=gte_now&timeslot_start=lt_1700000000&timeslot_end=lte_now');
});

test('sends no more than what was asked for', () => {
  expect(queryString({})).toBe('');
  expect(queryString({ isVirtual: false, zipcode: '02139', maxDistanceMiles: 5 })).toBe(
    '?is_virtual=false&zipcode=02139&max_dist=5',
  );
});

test('rounds times down to the second, and refuses what is no time', () => {
  expect(updatedSinceQuery(new Date(1_700_000_000_999))).toEqual({ updated_since: 1_700_000_000 });
  expect(() => updatedSinceQuery(new Date('soon'))).toThrow(RangeError);
});
