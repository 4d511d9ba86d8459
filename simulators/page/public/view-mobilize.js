import { getState } from './api.js';
import { badge, count, element, emptyState, pager, recordTable, time, viewHead } from './dom.js';

const pageSize = 100;

/** What Mobilize holds: counts, and the attendances page by page. */
export function createMobilizeView() {
  const clock = element('p', { class: 'sub' });
  const body = element('div');
  const root = element('div', {}, viewHead('Mobilize', clock), body);
  let page = 1;
  let lastText = '';

  async function refresh() {
    const state = await getState('mobilize', { page });
    const text = JSON.stringify([state.counts, state.attendances, page]);
    clock.textContent =
      state.daysPassed > 0
        ? `${count(state.daysPassed)} simulated ${state.daysPassed === 1 ? 'day has' : 'days have'} passed`
        : '';
    if (text === lastText) return;
    lastText = text;
    draw(state);
  }

  function draw({ counts, attendances }) {
    const cards = element('dl', { class: 'cards' }, ...Object.entries(counts).map(card));
    if (attendances.length === 0) {
      body.replaceChildren(
        cards,
        emptyState('There are no attendances.', 'npm run dev -- --attendances 500'),
      );
      return;
    }
    const first = (page - 1) * pageSize;
    const label = `${count(first + 1)} to ${count(first + attendances.length)} of ${count(counts.attendances)}`;
    const pageCount = Math.ceil(counts.attendances / pageSize);
    const go = (number) => {
      page = number;
      refresh();
    };
    body.replaceChildren(
      cards,
      recordTable('Attendances', columns, attendances),
      pager({ page, pageCount, label, go }),
    );
  }

  return { root, title: 'Mobilize', show: () => undefined, refresh };
}

const words = {
  attendances: 'Attendances',
  people: 'People',
  events: 'Events',
  deletedEvents: 'Deleted events',
};

function card([name, number]) {
  return element(
    'div',
    { class: 'card' },
    element('dt', {}, words[name] ?? name),
    element('dd', {}, count(number)),
  );
}

const statusTones = { CONFIRMED: 'good', CANCELLED: 'warn' };

const columns = [
  { label: 'Id', class: 'number', cell: ({ id }) => id ?? element('span', { class: 'dim' }, 'withheld') },
  {
    label: 'Person',
    cell: ({ person }) => [person?.given_name, person?.family_name].filter(Boolean).join(' '),
  },
  { label: 'Event', cell: ({ event }) => event?.title ?? event?.event_type },
  {
    label: 'Starts',
    class: 'number',
    cell: ({ timeslot }) => time((timeslot?.start_date ?? Number.NaN) * 1_000),
  },
  { label: 'Status', cell: ({ status }) => status && badge(status.toLowerCase(), statusTones[status]) },
  { label: 'Attended', cell: ({ attended }) => attendedBadge(attended) },
  { label: 'Changed', class: 'number', cell: (row) => time(row.modified_date * 1_000) },
];

function attendedBadge(attended) {
  if (attended === true) return badge('yes', 'good');
  return attended === false ? badge('no', 'bad') : element('span', { class: 'dim' }, 'not said');
}
