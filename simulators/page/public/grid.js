import { getState } from './api.js';
import { count, element, pager } from './dom.js';

const rowPixels = 24;
const headingPixels = 24;
const rowsAround = 30;
const rowsPerPage = 100_000;

/**
 * The cells of one tab: only the rows in sight are in the document, rows that are frozen stay on top. Arrow keys walk
 * over the cells, and the line above shows what is in the one that has the focus.
 */
export function createGrid() {
  const address = element('div', { class: 'address', 'aria-hidden': 'true' });
  const content = element('div', { class: 'content', 'aria-live': 'polite' });
  const bar = element('div', { class: 'bar' }, address, content);
  const head = element('thead');
  const body = element('tbody');
  const table = element('table', { class: 'grid', role: 'grid', 'aria-label': 'Cells' }, head, body);
  const frame = element(
    'div',
    { class: 'frame', scroll: () => schedule(), keydown: (event) => walk(event) },
    table,
  );
  const pages = element('div');
  let tab = {};
  let data;
  let page = 0;
  let focus = { row: 0, column: 0 };
  let loading;
  let fitted = [];

  /** Shows a tab; gives its data, or nothing when they are the same as before. */
  async function show(wanted) {
    const same = wanted.spreadsheetId === tab.spreadsheetId && wanted.sheetId === tab.sheetId;
    if (same && wanted.revision === tab.revision && data !== undefined) return undefined;
    if (!same) {
      frame.scrollTo(0, 0);
      page = 0;
      focus = { row: 0, column: 0 };
      fitted = [];
    }
    tab = wanted;
    return load();
  }

  function rowsInSight() {
    const first = page * rowsPerPage + Math.floor(frame.scrollTop / rowPixels);
    const start = Math.max(page * rowsPerPage, first - rowsAround);
    return { start, rows: Math.ceil(frame.clientHeight / rowPixels) + 2 * rowsAround };
  }

  async function load() {
    const { start, rows } = rowsInSight();
    const { spreadsheetId, sheetId } = tab;
    const answer = await getState('google', { spreadsheetId, sheetId, startRow: start, rows });
    if (answer.missing || sheetId !== tab.sheetId) return undefined;
    data = answer;
    render();
    return answer;
  }

  function schedule() {
    if (data === undefined || loading !== undefined) return;
    const { start, rows } = rowsInSight();
    const have = { start: data.startRow, end: data.startRow + data.rows.length };
    const firstSeen = start + (start === 0 ? 0 : rowsAround / 2);
    const end = Math.min(lastRow(), start + rows - rowsAround / 2);
    if (firstSeen >= have.start && end <= have.end) return;
    loading = requestAnimationFrame(async () => {
      await load().catch(() => undefined);
      loading = undefined;
      schedule();
    });
  }

  /** End of the rows of this page, a screenful of empty ones behind the data as in the browser. */
  function lastRow() {
    const shown = Math.min(data.rowCount, Math.max(50, data.usedRows + 20));
    return Math.min(shown, (page + 1) * rowsPerPage);
  }

  function render() {
    const hadFocus = table.contains(document.activeElement);
    renderHead();
    const frozen = Math.min(data.frozenRowCount, 10);
    const pageStart = page * rowsPerPage;
    const end = Math.min(lastRow(), data.startRow + data.rows.length);
    const frozenRows = [...data.frozenRows, ...data.rows.filter(({ index }) => index < frozen)];
    const rows = data.rows.filter(({ index }) => index >= frozen && index < end);
    const above = Math.max(pageStart, pageStart === 0 ? frozen : pageStart);
    body.replaceChildren(
      ...frozenRows.map((row, position) =>
        renderRow(row, { position, last: position === frozenRows.length - 1 }),
      ),
      space((rows[0]?.index ?? above) - above),
      ...rows.map((row) => renderRow(row)),
      space(lastRow() - end),
    );
    table.setAttribute('aria-rowcount', data.rowCount + 1);
    table.setAttribute('aria-colcount', data.columnCount + 1);
    renderPages();
    showFocus(hadFocus);
  }

  function renderHead() {
    const widths = data.columns.map(({ width }, column) => width ?? fittingWidth(column));
    const numberWidth = Math.max(46, 16 + 8 * String(lastRow()).length);
    const shownWidths = widths.filter((_, column) => !data.columns[column].hidden);
    table.style.width = `${shownWidths.reduce((sum, width) => sum + width, numberWidth)}px`;
    head.replaceChildren(
      element(
        'tr',
        { 'aria-rowindex': 1 },
        element('th', { style: `width:${numberWidth}px` }, element('span', { class: 'hidden-text' }, 'Row')),
        ...data.columns.map(({ hidden }, column) =>
          element(
            'th',
            {
              scope: 'col',
              class: hidden ? 'concealed' : null,
              style: `width:${widths[column]}px`,
            },
            columnName(column),
          ),
        ),
      ),
    );
  }

  /** Columns that nobody has resized are as wide as what has been in sight so far, within bounds. */
  function fittingWidth(column) {
    const cells = [...data.frozenRows, ...data.rows].map((row) => row.cells[column]);
    const needed = cells.reduce((width, cell) => Math.max(width, textWidth(cell ?? {})), 72);
    fitted[column] = Math.max(fitted[column] ?? 0, Math.min(260, needed));
    return fitted[column];
  }

  function renderRow(row, frozen) {
    const top = frozen === undefined ? undefined : `top:${headingPixels + frozen.position * rowPixels}px`;
    const classes = [
      row.hidden ? 'concealed' : '',
      frozen ? 'frozen' : '',
      frozen?.last ? 'last-frozen' : '',
    ];
    return element(
      'tr',
      { class: classes.join(' ').trim() || null, 'aria-rowindex': row.index + 2 },
      element('th', { scope: 'row', style: top }, row.index + 1),
      ...row.cells.map((cell, column) => renderCell(cell, row.index, column, top)),
    );
  }

  function renderCell(cell, row, column, top = '') {
    const classes = [
      { number: 'right', boolean: 'center' }[cell.kind] ?? '',
      cell.formula ? 'formula' : '',
      cell.note ? 'noted' : '',
      data.columns[column]?.hidden ? 'concealed' : '',
    ];
    const style = [
      top,
      cell.background && `background-color:${cell.background}`,
      cell.colour && `color:${cell.colour}`,
      cell.bold && 'font-weight:700',
      cell.italic && 'font-style:italic',
      cell.strikethrough && 'text-decoration:line-through',
    ];
    return element(
      'td',
      {
        class: classes.filter(Boolean).join(' ') || null,
        style: style.filter(Boolean).join(';') || null,
        'data-row': row,
        'data-column': column,
        tabindex: -1,
        title: cell.note,
        focus: () => select(row, column),
      },
      cell.text,
    );
  }

  /** Room for the rows that are not in the document. */
  function space(rows) {
    if (rows <= 0) return '';
    const style = `height:${rows * rowPixels}px`;
    return element('tr', { class: 'space', style, 'aria-hidden': 'true' }, element('td'));
  }

  function renderPages() {
    const pageCount = Math.ceil(Math.max(1, data.usedRows) / rowsPerPage);
    if (pageCount === 1) return pages.replaceChildren();
    const from = page * rowsPerPage + 1;
    const go = (number) => {
      page = number - 1;
      frame.scrollTo(0, 0);
      load();
    };
    return pages.replaceChildren(
      pager({ page: page + 1, pageCount, label: `Rows ${count(from)} to ${count(lastRow())}`, go }),
    );
  }

  function cellAt({ row, column }) {
    return body.querySelector(`td[data-row="${row}"][data-column="${column}"]`);
  }

  function select(row, column) {
    cellAt(focus)?.setAttribute('tabindex', '-1');
    focus = { row, column };
    showFocus(false);
  }

  function showFocus(takeFocus) {
    const cell = cellAt(focus);
    cell?.setAttribute('tabindex', '0');
    if (takeFocus) cell?.focus({ preventScroll: true });
    const shown = [...data.frozenRows, ...data.rows].find(({ index }) => index === focus.row)?.cells[
      focus.column
    ];
    if (shown === undefined) return;
    const note = shown.note === undefined ? '' : `\nNote: ${shown.note}`;
    const text = (shown.formula ?? shown.text ?? '') + note;
    address.textContent = `${columnName(focus.column)}${focus.row + 1}`;
    if (content.textContent !== text) content.textContent = text;
  }

  function walk(event) {
    const screen = Math.max(1, Math.floor(frame.clientHeight / rowPixels) - 2);
    const steps = {
      ArrowDown: [1, 0],
      ArrowUp: [-1, 0],
      ArrowRight: [0, 1],
      ArrowLeft: [0, -1],
      PageDown: [screen, 0],
      PageUp: [-screen, 0],
    };
    const step = steps[event.key];
    if (step === undefined || data === undefined) return;
    event.preventDefault();
    const row = clamp(focus.row + step[0], page * rowsPerPage, lastRow() - 1);
    const column = clamp(focus.column + step[1], 0, data.columns.length - 1);
    select(row, column);
    reveal(row);
    const cell = cellAt(focus);
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** Scrolls so that the row is neither behind the headings nor below the frame. */
  function reveal(row) {
    const top = (row - page * rowsPerPage) * rowPixels;
    const covered = headingPixels + data.frozenRowCount * rowPixels;
    if (top < frame.scrollTop + covered - headingPixels) frame.scrollTop = top - covered + headingPixels;
    const bottom = top + 2 * rowPixels + headingPixels;
    if (bottom > frame.scrollTop + frame.clientHeight) frame.scrollTop = bottom - frame.clientHeight;
  }

  return { nodes: [bar, frame, pages], show };
}

/** Pixels that a text takes, capitals and bold ones being wider. */
function textWidth({ text = '', bold }) {
  const capitals = text.match(/[A-Z]/gu)?.length ?? 0;
  return 16 + 7.3 * text.length + 1.6 * capitals + (bold ? 0.9 * text.length : 0);
}

function clamp(value, low, high) {
  return Math.min(high, Math.max(low, value));
}

function columnName(index) {
  let name = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}
