import { createRandom, mix, type Random } from '../random.ts';
import { emailOf, generatedPerson } from './data/people.ts';
import type { Person } from './data/types.ts';
import type { World } from './world.ts';

/** How many rows one or more simulated days have changed. */
export interface DayReport {
  added: number;
  cancelled: number;
  markedPresent: number;
  markedAbsent: number;
  emailsChanged: number;
  touched: number;
}

const share = { added: 0.01, cancelled: 0.005, marked: 0.01, touched: 0.02 };
const mostAddedInOneDay = 2_000;

/**
 * Lets days pass: people sign up, cancel, are marked present and later absent, one gets a new e-mail address, and a block
 * of old rows is modified in bulk. The same days on the same data change the same rows.
 */
export function advance(world: World, days: number): DayReport {
  const report: DayReport = {
    added: 0,
    cancelled: 0,
    markedPresent: 0,
    markedAbsent: 0,
    emailsChanged: 0,
    touched: 0,
  };
  for (let day = 0; day < days; day++) {
    world.daysPassed += 1;
    liveOneDay(world, createRandom(world.seed, `day ${world.daysPassed}`), report);
  }
  return report;
}

function liveOneDay(world: World, random: Random, report: DayReport): void {
  const { attendances } = world;
  const before = attendances.length;
  const now = world.now();

  const additions = Math.min(mostAddedInOneDay, amount(before, share.added));
  for (let index = 0; index < additions; index++) signUp(world, random, index === 0, report);
  if (before === 0) return;

  for (let index = 0; index < amount(before, share.cancelled); index++) {
    attendances.change(random.integer(before), { status: 'CANCELLED' }, now);
    report.cancelled += 1;
  }
  for (let index = 0; index < amount(before, share.marked); index++) {
    const position = random.integer(before);
    const { attended } = attendances.row(position);
    attendances.change(position, { attended: attended !== true }, now);
    if (attended === true) report.markedAbsent += 1;
    else report.markedPresent += 1;
  }

  const from = random.integer(before);
  const to = Math.min(before, from + amount(before, share.touched));
  attendances.touch(from, to, now);
  report.touched += to - from;
}

/** Half of the sign-ups are by new people; the first one of a day is by somebody with a new e-mail address. */
function signUp(world: World, random: Random, withNewEmail: boolean, report: DayReport): void {
  const { attendances, people } = world;
  const now = world.now();
  const isKnown = attendances.personCount > 0 && (withNewEmail || random.next() < 0.5);
  let person: Person;
  if (isKnown) {
    const number = random.integer(attendances.personCount);
    const position = people.positionOfNumber(number);
    person = people.at(position);
    if (withNewEmail) {
      const address = `new.${world.daysPassed}.${emailOf(person.given_name, person.family_name, number)}`;
      person = people.change(position, { email_addresses: [{ primary: true, address }], modified_date: now });
      report.emailsChanged += 1;
    }
  } else {
    const generated = generatedPerson(world.seed, people.nextNumber);
    person = { ...generated, created_date: now, modified_date: now };
    people.add(person);
  }
  attendances.addSignUp(
    {
      hash: mix(world.seed, attendances.length),
      personNumber: 0,
      eventNumber: random.integer(attendances.eventCount),
      slot: 0,
      created: now,
      modified: now,
    },
    person,
  );
  report.added += 1;
}

function amount(rows: number, part: number): number {
  return Math.max(1, Math.round(rows * part));
}
