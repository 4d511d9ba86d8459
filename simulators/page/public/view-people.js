import { getState } from './api.js';
import { badge, count, element, emptyState, pager, recordTable, time, viewHead } from './dom.js';

const pageSize = 50;

/** The people of Action Network with their tags; searched and paged here, because the state comes whole. */
export function createPeopleView() {
  const search = element('input', {
    type: 'search',
    placeholder: 'Name, e-mail or phone',
    'aria-label': 'Search people',
    input: () => draw(1),
  });
  const tagPicker = element('select', { 'aria-label': 'Tag', change: () => draw(1) });
  const total = element('p', { class: 'sub' });
  const list = element('div');
  const root = element('div', {}, viewHead('Action Network', total, search, tagPicker), list);
  let state = { people: [], tags: [] };
  let page = 1;
  let seen;

  async function refresh({ byApi }) {
    const calls = byApi.actionNetwork ?? 0;
    if (calls === seen) return;
    seen = calls;
    state = await getState('actionNetwork');
    const selected = tagPicker.value;
    tagPicker.replaceChildren(
      element('option', { value: '' }, 'All tags'),
      ...state.tags.map((tag) => element('option', { value: tag }, tag)),
    );
    tagPicker.value = state.tags.includes(selected) ? selected : '';
    draw(page);
  }

  function draw(wantedPage) {
    const found = state.people.filter((person) => matches(person, search.value, tagPicker.value));
    const pageCount = Math.max(1, Math.ceil(found.length / pageSize));
    page = Math.min(wantedPage, pageCount);
    total.textContent = `${count(state.people.length)} people`;
    if (state.people.length === 0) {
      list.replaceChildren(emptyState('Nobody is here yet.', 'npm run job -- warehouse-to-actionnetwork'));
      return;
    }
    if (found.length === 0) {
      list.replaceChildren(element('p', { class: 'empty' }, 'Nobody matches this search.'));
      return;
    }
    const first = (page - 1) * pageSize;
    const shown = found.slice(first, first + pageSize);
    const label = `${count(first + 1)} to ${count(first + shown.length)} of ${count(found.length)}`;
    list.replaceChildren(
      recordTable('People in Action Network', columns, shown),
      pager({ page, pageCount, label, go: draw }),
    );
  }

  return { root, title: 'Action Network', show: () => undefined, refresh };
}

const columns = [
  { label: 'Name', cell: (person) => fullName(person) || element('span', { class: 'dim' }, 'no name') },
  { label: 'E-mail', cell: ({ email }) => email && withStatus(email.address, email.status) },
  { label: 'Phone', class: 'number', cell: ({ phone }) => phone && withStatus(phone.number, phone.status) },
  { label: 'Zip', class: 'number', cell: ({ postalAddress }) => postalAddress?.postal_code },
  {
    label: 'Tags',
    cell: ({ tags }) => element('span', { class: 'badges' }, ...tags.map((tag) => badge(tag, 'accent'))),
  },
  { label: 'Changed', class: 'number', cell: ({ modifiedMs }) => time(modifiedMs) },
];

function fullName({ given_name: given, family_name: family }) {
  return [given, family].filter(Boolean).join(' ');
}

function withStatus(text, status) {
  const tone = status === 'subscribed' ? 'good' : '';
  return element('span', {}, text, ' ', badge(status, tone));
}

function matches(person, text, tag) {
  if (tag !== '' && !person.tags.includes(tag)) return false;
  const haystack = [fullName(person), person.email?.address, person.phone?.number].join(' ').toLowerCase();
  return haystack.includes(text.trim().toLowerCase());
}
