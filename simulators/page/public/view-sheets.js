import { getState } from './api.js';
import { badge, count, element, emptyState } from './dom.js';
import { createGrid } from './grid.js';

/** Spreadsheets as a grid with tabs. The address is `#/sheets/<spreadsheet id>/<sheet id>`. */
export function createSheetsView() {
  const picker = element('select', { 'aria-label': 'Spreadsheet', change: () => go(picker.value) });
  const facts = element('div', { class: 'badges' });
  const tabs = element('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Tabs of the spreadsheet' });
  const grid = createGrid();
  const sheet = element('section', { class: 'sheet', 'aria-label': 'Cells' }, ...grid.nodes, tabs);
  const hint = element('div');
  const root = element(
    'div',
    {},
    element('div', { class: 'head' }, element('h1', { class: 'hidden-text' }, 'Spreadsheets'), picker, facts),
    hint,
    sheet,
  );
  let wanted = [];
  let lastLooked = '';

  const go = (spreadsheetId, sheetId) => {
    location.hash = `#/sheets/${[spreadsheetId, sheetId]
      .filter((part) => part !== undefined)
      .map(encodeURIComponent)
      .join('/')}`;
  };

  async function refresh() {
    const { spreadsheets } = await getState('google');
    const spreadsheet =
      spreadsheets.find(({ spreadsheetId }) => spreadsheetId === wanted[0]) ?? spreadsheets[0];
    sheet.hidden = spreadsheet === undefined;
    if (spreadsheet === undefined) {
      hint.replaceChildren(emptyState('There is no spreadsheet.'));
      return;
    }
    const { spreadsheetId, sheets, revision } = spreadsheet;
    const shown =
      sheets.find(({ sheetId }) => String(sheetId) === wanted[1]) ?? sheets.find((tab) => !tab.hidden);
    const looked = JSON.stringify([spreadsheets, shown.sheetId]);
    if (looked !== lastLooked) {
      lastLooked = looked;
      showPicker(spreadsheets, spreadsheetId);
      showTabs(spreadsheet, shown);
    }
    const data = await grid.show({ spreadsheetId, sheetId: shown.sheetId, revision });
    if (data !== undefined) showFacts(spreadsheet, data);
    const empty = sheets.every(({ usedRows }) => usedRows === 0);
    hint.replaceChildren(...(empty ? [nothingYet(spreadsheet)] : []));
  }

  function showPicker(spreadsheets, selected) {
    picker.replaceChildren(
      ...spreadsheets.map(({ spreadsheetId, title }) => element('option', { value: spreadsheetId }, title)),
    );
    picker.value = selected;
  }

  function showTabs({ spreadsheetId, sheets }, shown) {
    const focused = tabs.contains(document.activeElement);
    tabs.replaceChildren(
      ...sheets.map((tab) => {
        const selected = tab.sheetId === shown.sheetId;
        return element(
          'button',
          {
            type: 'button',
            role: 'tab',
            'aria-selected': selected,
            tabindex: selected ? 0 : -1,
            class: tab.hidden ? 'concealed-tab' : null,
            click: () => go(spreadsheetId, tab.sheetId),
          },
          tab.hidden ? `${tab.title} (hidden)` : tab.title,
        );
      }),
    );
    if (focused) tabs.querySelector('[aria-selected="true"]')?.focus();
  }

  tabs.addEventListener('keydown', ({ key }) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (step === undefined) return;
    const buttons = [...tabs.children];
    const index = buttons.findIndex((button) => button.getAttribute('aria-selected') === 'true');
    buttons[(index + step + buttons.length) % buttons.length]?.click();
  });

  function showFacts({ serviceAccountRole }, data) {
    facts.replaceChildren(
      serviceAccountRole === null
        ? badge('not shared with the service account', 'warn')
        : badge(`service account: ${serviceAccountRole}`, serviceAccountRole === 'reader' ? '' : 'good'),
      badge(`${count(data.usedRows)} rows used of ${count(data.rowCount)} × ${count(data.columnCount)}`),
      ...(data.rules > 0
        ? [badge(`${data.rules} conditional ${data.rules === 1 ? 'rule' : 'rules'}`, 'accent')]
        : []),
      ...(data.filter ? [badge('filter', 'accent')] : []),
      ...(data.protectedRanges > 0 ? [badge('protected', 'warn')] : []),
    );
  }

  return {
    root,
    title: 'Spreadsheets',
    show: (parts) => {
      wanted = parts;
    },
    refresh,
  };
}

function nothingYet({ serviceAccountRole }) {
  return serviceAccountRole === null
    ? emptyState('This spreadsheet is empty, and no job can write to it.', undefined, true)
    : emptyState('This spreadsheet is empty so far.', 'npm run job -- mobilize-to-sheets', true);
}
