import { getState } from './api.js';
import { count, element, emptyState, viewHead } from './dom.js';

/** What jobs have posted to the webhook, newest first. */
export function createSlackView() {
  const total = element('p', { class: 'sub' });
  const list = element('div', { class: 'messages' });
  const root = element('div', {}, viewHead('Slack', total), list);
  let lastText = '';

  async function refresh() {
    const { messages } = await getState('slack');
    const text = JSON.stringify(messages);
    if (text === lastText) return;
    lastText = text;
    total.textContent =
      messages.length === 0
        ? ''
        : `${count(messages.length)} ${messages.length === 1 ? 'message' : 'messages'}`;
    if (messages.length === 0) {
      list.replaceChildren(
        emptyState(
          'No message yet. A job that fails posts one here.',
          'MOBILIZE_AMERICA_API_KEY=wrong npm run job -- mobilize-to-warehouse',
        ),
      );
      return;
    }
    list.replaceChildren(...messages.toReversed().map(message));
  }

  return { root, title: 'Slack', show: () => undefined, refresh };
}

function message({ receivedAt, text, blocks }) {
  const parts = blocks.length === 0 ? [paragraph(text)] : blocks.map(block);
  return element(
    'article',
    { class: 'card message' },
    element(
      'header',
      {},
      element('time', { datetime: receivedAt }, receivedAt.slice(0, 19).replace('T', ' ')),
    ),
    ...parts,
  );
}

function block({ type, text, fields, elements }) {
  if (type === 'header') return element('p', { class: 'title' }, plain(text?.text));
  if (type === 'divider') return element('hr');
  if (type === 'context')
    return element('p', { class: 'dim' }, (elements ?? []).map((part) => plain(part.text)).join(' · '));
  if (fields !== undefined) {
    return element('div', { class: 'fields' }, ...fields.map((field) => paragraph(field.text)));
  }
  return paragraph(text?.text);
}

function paragraph(text) {
  const code = /^```\n?([\s\S]*?)\n?```$/u.exec(text ?? '')?.[1];
  return code === undefined
    ? element('p', {}, ...withBold(text))
    : element('pre', { tabindex: 0 }, plain(code));
}

/** Every second part stood between asterisks. */
function withBold(text = '') {
  return text
    .split(/\*([^*\n]+)\*/u)
    .map((part, index) => (index % 2 === 0 ? plain(part) : element('b', {}, plain(part))));
}

/** Slack's escapes, read as text. */
function plain(text = '') {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
