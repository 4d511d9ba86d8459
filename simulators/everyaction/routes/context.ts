import type { Clock } from '../../clock.ts';
import type { Knobs } from '../../knobs.ts';
import { ApiError } from '../api-error.ts';
import type { Committee } from '../committee.ts';
import type { EveryActionKnobs } from '../knobs.ts';
import type { Person } from '../person.ts';

/** What the routes share. `committee()` is asked anew for each request, since a reset makes a new one. */
export interface RouteContext {
  readonly committee: () => Committee;
  readonly knobs: Knobs<EveryActionKnobs>;
  readonly clock: Clock;
}

/** Path parameters are whole numbers; the server in front of the API knows no other address. */
export interface PersonParams {
  readonly vanId: string;
}

/** @throws ApiError 404 */
export function existingPerson({ committee }: RouteContext, { vanId }: PersonParams): Person {
  const person = committee().person(Number(vanId));
  if (person === undefined) throw new ApiError(404, 'The specified resource was not found.');
  return person;
}
