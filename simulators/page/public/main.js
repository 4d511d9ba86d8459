import { getState } from './api.js';
import { count, element } from './dom.js';
import { createMobilizeView } from './view-mobilize.js';
import { createPeopleView } from './view-people.js';
import { createRequestsView } from './view-requests.js';
import { createSheetsView } from './view-sheets.js';
import { createSlackView } from './view-slack.js';

/** Each view is made once; `show(parts)` follows the address, `refresh(journal)` the data. */
const views = {
  sheets: createSheetsView(),
  people: createPeopleView(),
  mobilize: createMobilizeView(),
  slack: createSlackView(),
  requests: createRequestsView(),
};

const refreshMs = 1_000;
const content = document.getElementById('content');
const live = document.getElementById('live');
let current;

function route() {
  const [name = '', ...parts] = location.hash.replace(/^#\/?/u, '').split('/').map(decodeURIComponent);
  if (views[name] === undefined) {
    location.replace('#/sheets');
    return;
  }
  for (const link of document.querySelectorAll('#nav a')) {
    if (link.getAttribute('href') === `#/${name}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  const changed = current !== views[name];
  current = views[name];
  if (changed) content.replaceChildren(current.root);
  document.title = `${current.title} · Simulators`;
  current.show(parts);
  refresh();
}

/** One request a second while somebody looks; the views ask for more only when they have to. */
let refreshing = false;
async function refresh() {
  if (refreshing || document.hidden) return;
  refreshing = true;
  try {
    const journal = await getState('journal');
    await current?.refresh(journal);
    showLive(`${count(journal.total)} requests`, false);
  } catch {
    showLive('The simulators do not answer', true);
  } finally {
    refreshing = false;
  }
}

function showLive(text, lost) {
  live.classList.toggle('lost', lost);
  if (live.textContent !== text) live.replaceChildren(text);
}

addEventListener('hashchange', route);
document.addEventListener('visibilitychange', refresh);
setInterval(refresh, refreshMs);
content.append(element('p', { class: 'dim' }, 'Loading …'));
route();
