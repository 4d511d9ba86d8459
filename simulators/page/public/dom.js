/**
 * Makes an element. Texts become text nodes, so that nothing in the data is ever read as HTML.
 *
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes] functions become listeners, `class` and the rest attributes; false,
 *   null and undefined are left out
 * @param {...(Node | string | number | null | undefined | Array<Node | string>)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  setAttributes(node, attributes);
  node.append(
    ...children
      .flat()
      .filter((child) => child !== null && child !== undefined)
      .map(toNode),
  );
  return node;
}

const svgNamespace = 'http://www.w3.org/2000/svg';

/** As `element`, for SVG. */
export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(svgNamespace, tag);
  setAttributes(node, attributes);
  node.append(...children);
  return node;
}

function setAttributes(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') node.addEventListener(name, value);
    else if (name === 'style') node.style.cssText = value ?? '';
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, String(value));
  }
}

function toNode(child) {
  return child instanceof Node ? child : document.createTextNode(String(child));
}

/** A paragraph that tells what to do where there is nothing to see yet. */
export function emptyState(text, command, slim = false) {
  return element(
    'div',
    { class: slim ? 'empty slim' : 'empty' },
    element('p', {}, text),
    command === undefined ? null : element('p', {}, 'Run ', element('code', {}, command), '.'),
  );
}

/** The head of a view: title, a quiet line, tools. */
export function viewHead(title, sub, ...tools) {
  return element(
    'div',
    { class: 'head' },
    element('h1', {}, title),
    sub,
    tools.length === 0 ? null : element('div', { class: 'tools' }, ...tools),
  );
}

/** A badge; `tone` is good, warn, bad, accent or empty. */
export function badge(text, tone = '') {
  return element('span', { class: `badge ${tone}`.trim() }, text);
}

/**
 * A table of records that becomes a list of cards on a narrow screen.
 *
 * @param {readonly { label: string, class?: string, cell: (record: any) => any }[]} columns
 */
export function recordTable(caption, columns, records) {
  const head = element('tr', {}, ...columns.map(({ label }) => element('th', { scope: 'col' }, label)));
  const rows = records.map((record) =>
    element(
      'tr',
      {},
      ...columns.map((column) =>
        element('td', { 'data-label': column.label, class: column.class }, column.cell(record)),
      ),
    ),
  );
  return element(
    'table',
    { class: 'records' },
    element('caption', { class: 'hidden-text' }, caption),
    element('thead', {}, head),
    element('tbody', {}, ...rows),
  );
}

/** Buttons to the page before and after, and where one is. */
export function pager({ page, pageCount, label, go }) {
  const button = (text, target, disabled) =>
    element('button', { type: 'button', disabled, click: () => go(target) }, text);
  return element(
    'div',
    { class: 'pager' },
    element('span', {}, label),
    button('Previous', page - 1, page <= 1 ? '' : false),
    button('Next', page + 1, page >= pageCount ? '' : false),
  );
}

export const count = (number) => Number(number).toLocaleString('en-US');

/** `2022-01-22 15:30`, in UTC as everywhere on this page. */
export function time(ms) {
  return Number.isFinite(ms) ? new Date(ms).toISOString().slice(0, 16).replace('T', ' ') : '';
}
