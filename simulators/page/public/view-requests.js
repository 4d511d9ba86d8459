import { getRateLimits } from './api.js';
import { badge, count, element, emptyState, recordTable, svg, viewHead } from './dom.js';

const names = {
  mobilize: 'Mobilize',
  actionNetwork: 'Action Network',
  everyAction: 'EveryAction',
  google: 'Google',
  slack: 'Slack',
};
const shownRequests = 100;

/** The requests of the jobs: their rate against the limit of each API, and the last ones with their outcome. */
export function createRequestsView() {
  const picker = element(
    'select',
    { 'aria-label': 'API', change: () => draw() },
    element('option', { value: '' }, 'All APIs'),
    ...Object.entries(names).map(([api, name]) => element('option', { value: api }, name)),
  );
  const total = element('p', { class: 'sub' });
  const plots = element('div', { class: 'plots' });
  const list = element('div');
  const root = element('div', {}, viewHead('Requests', total, picker), plots, list);
  let journal = { total: 0, requests: [], rates: [] };
  let limits = [];
  let lastDrawn = '';

  async function refresh(newJournal) {
    journal = newJournal;
    limits = await getRateLimits();
    draw();
  }

  function draw() {
    const rates = journal.rates.filter(({ api }) => picker.value === '' || api === picker.value);
    plots.replaceChildren(...rates.map((rate) => plot(rate, limitOf(rate, limits))));
    const requests = journal.requests.filter(({ api }) => picker.value === '' || api === picker.value);
    const latest = requests.slice(-shownRequests).toReversed();
    const drawn = JSON.stringify([picker.value, latest.map(({ number, outcome }) => [number, outcome])]);
    if (drawn === lastDrawn) return;
    lastDrawn = drawn;
    total.textContent = `${count(journal.total)} so far`;
    list.replaceChildren(
      latest.length === 0
        ? emptyState('No request yet.', 'npm run job -- mobilize-to-warehouse')
        : recordTable('Last requests', columns, latest),
    );
  }

  return { root, title: 'Requests', show: () => undefined, refresh };
}

/** The limit that holds for one kind of request of an API, found by its name. */
function limitOf({ api, kind }, limits) {
  const prefix = api === 'google' ? 'google sheets' : api;
  const own = limits.filter(({ name, enabled }) => enabled && name.startsWith(prefix));
  return own.find(({ name }) => name.endsWith(`${kind}s`)) ?? (own.length === 1 ? own[0] : undefined);
}

/** One bar a second over the last minute. Limits by the minute are told in words, since no single second breaks them. */
function plot({ api, kind, total, peakPerSecond, lastSeconds }, limit) {
  const perSecond =
    limit !== undefined && limit.perMs <= 1_000 ? (limit.calls * 1_000) / limit.perMs : undefined;
  const top = Math.max(4, perSecond === undefined ? 0 : perSecond * 1.25, ...lastSeconds);
  const width = 300;
  const step = width / lastSeconds.length;
  const y = (value) => 60 - (value / top) * 56;
  const bars = lastSeconds.map((value, index) =>
    svg('rect', {
      class: perSecond !== undefined && value > perSecond ? 'bar over' : 'bar',
      x: index * step + 0.5,
      y: y(value),
      width: step - 1,
      height: 60 - y(value),
    }),
  );
  const line = (at, name) => svg('line', { class: name, x1: 0, x2: width, y1: at, y2: at });
  const lastMinute = lastSeconds.reduce((sum, value) => sum + value, 0);
  const title = `${names[api] ?? api} ${kind}s`;
  return element(
    'section',
    { class: 'card plot', 'aria-label': title },
    element('header', {}, element('h2', {}, title), element('span', { class: 'dim' }, count(total))),
    svg(
      'svg',
      {
        viewBox: `0 0 ${width} 64`,
        preserveAspectRatio: 'none',
        role: 'img',
        'aria-label': `${lastMinute} in the last minute`,
      },
      line(60, 'base'),
      ...bars,
      ...(perSecond === undefined ? [] : [line(y(perSecond), 'limit')]),
    ),
    element('p', {}, describe({ perSecond, limit, lastMinute, peakPerSecond })),
  );
}

function describe({ perSecond, limit, lastMinute, peakPerSecond }) {
  const peak = `most in a second: ${peakPerSecond}`;
  if (perSecond !== undefined) return `${peak} · limit ${perSecond}/s`;
  if (limit === undefined) return peak;
  const span = limit.perMs === 60_000 ? 'a minute' : `per ${limit.perMs / 1_000} s`;
  return `${lastMinute} in the last minute · limit ${limit.calls} ${span}`;
}

const columns = [
  { label: 'No.', class: 'number dim', cell: ({ number }) => number },
  { label: 'Time', class: 'number', cell: ({ atMs }) => new Date(atMs).toISOString().slice(11, 23) },
  { label: 'API', cell: ({ api }) => names[api] ?? api },
  { label: 'Method', class: 'mono', cell: ({ method }) => method },
  { label: 'Path', class: 'mono', cell: ({ path }) => readable(path) },
  { label: 'Status', cell: (request) => outcome(request) },
  {
    label: 'Took',
    class: 'number',
    cell: ({ durationMs }) => (durationMs === undefined ? '' : `${durationMs} ms`),
  },
];

function readable(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function outcome({ status, outcome: how, faults = [] }) {
  const tone = status === undefined ? 'warn' : status < 400 ? 'good' : status === 429 ? 'warn' : 'bad';
  const word = how === 'lost' ? 'connection lost' : how === 'open' ? 'waiting' : status;
  return element(
    'span',
    { class: 'badges' },
    badge(word, how === 'lost' ? 'bad' : tone),
    ...faults.map((fault) => badge(`fault: ${fault}`, 'warn')),
  );
}
