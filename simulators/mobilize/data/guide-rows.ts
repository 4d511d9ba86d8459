import { nestedEvent } from './events.ts';
import { fixedEvent } from './fixed-events.ts';
import { mainOrganizationId, nestedOrganization, organizationById } from './organizations.ts';
import type { Attendance, Event } from './types.ts';

/**
 * The five rows that the training guide prints, as the real API would nest them; the second and the fourth end ten hours
 * before they start. Their people have mailboxes at example.org instead of real domains.
 * Source: Parsons docs/training_guides/etl_best_practices.rst.
 */
const rows = [
  [
    46273,
    454545,
    'January Canvass',
    738375,
    1642865400,
    1642872600,
    'Lou',
    'Slainey',
    'lslainey0',
    '3271326753',
  ],
  [
    46274,
    454546,
    'January Textbank',
    239573,
    1643563800,
    1643527800,
    'Arleyne',
    'Ransfield',
    'aransfield1',
    '2174386332',
  ],
  [
    46275,
    454547,
    'February Canvass',
    183743,
    1644939000,
    1644946200,
    'Alameda',
    'Blackmuir',
    'ablackmuir2',
    '3844977654',
  ],
  [
    46276,
    454548,
    'February Phonebank',
    283666,
    1645378200,
    1645342200,
    'Bondie',
    'Berrow',
    'bberrow3',
    '2275080414',
  ],
  [
    46277,
    454549,
    'March Relational Organizing Hour',
    477483,
    1648218600,
    1648225800,
    'Korrie',
    'Spight',
    'kspight4',
    '9818241063',
  ],
] as const;

const eventTypes = ['CANVASS', 'TEXT_BANK', 'CANVASS', 'PHONE_BANK', 'FRIEND_TO_FRIEND_OUTREACH'] as const;
const signedUpBeforeSeconds = 7 * 86_400;

export const guideEvents: readonly Event[] = rows.map(([, id, title, timeslotId, start, end], index) =>
  fixedEvent({ id, title, eventType: eventTypes[index] ?? 'OTHER', timeslotId, start, end }),
);

export const guideRows: readonly Attendance[] = rows.map(
  ([id, , , timeslotId, start, end, given, family, mailbox, phone], index) => {
    const created = start - signedUpBeforeSeconds;
    return {
      id,
      created_date: created,
      modified_date: start + 86_400,
      person: {
        id: index + 1,
        person_id: index + 1,
        user_id: 1_001 + index,
        created_date: created,
        modified_date: created,
        given_name: given,
        family_name: family,
        email_addresses: [{ primary: true, address: `${mailbox}@example.org` }],
        phone_numbers: [{ primary: true, number: phone }],
        postal_addresses: [{ primary: true, postal_code: '78737' }],
        sms_opt_in_status: 'UNSPECIFIED',
        blocked_date: null,
      },
      event: guideEvents[index] === undefined ? {} : nestedEvent(guideEvents[index]),
      timeslot: { id: timeslotId, start_date: start, end_date: end },
      sponsor: nestedOrganization(organizationById(mainOrganizationId)),
      status: 'REGISTERED',
      attended: true,
      referrer: {
        utm_source: null,
        utm_medium: null,
        utm_campaign: null,
        utm_term: null,
        utm_content: null,
        url: null,
      },
      custom_signup_field_values: [],
      rating: null,
      feedback: null,
    };
  },
);
