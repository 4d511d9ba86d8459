import { PermanentError, TransientError } from '../../errors/index.ts';
import type { AnswerFacts } from '../../http/index.ts';

const FIX_MESSAGE = 'Slack does not take the message';
const CHECK_APP = 'Slack forbids the message, an administrator of the workspace must allow it';
const NEW_WEBHOOK = 'the webhook is gone, make a new one and set SLACK_API_WEBHOOK';

/**
 * What the words in Slack's answers mean. The word decides before the status does, because only some pairs of the two
 * are documented.
 *
 * Source: api.slack.com changelog 2016-05-17 and error tables of public senders, read 2026-08-05.
 */
const MEANINGS: Readonly<Record<string, string>> = {
  invalid_payload: FIX_MESSAGE,
  no_text: FIX_MESSAGE,
  invalid_blocks: FIX_MESSAGE,
  invalid_attachments: FIX_MESSAGE,
  too_many_attachments: FIX_MESSAGE,
  user_not_found: FIX_MESSAGE,
  action_prohibited: CHECK_APP,
  invalid_token: NEW_WEBHOOK,
  posting_to_general_channel_denied: CHECK_APP,
  team_disabled: CHECK_APP,
  channel_not_found: NEW_WEBHOOK,
  no_service: NEW_WEBHOOK,
  no_service_id: NEW_WEBHOOK,
  no_team: NEW_WEBHOOK,
  no_active_hooks: NEW_WEBHOOK,
  channel_is_archived: 'the channel is archived, choose another one and set SLACK_API_WEBHOOK',
};

/**
 * Turns a refusal that Slack puts into a known word into a worded error; undefined for everything else, which is then
 * judged by its status. Only known words get into the message: an unknown body may echo the message that was sent.
 */
export function explainSlackAnswer(
  _httpStatus: number,
  body: unknown,
  facts: AnswerFacts,
): Error | undefined {
  const word = typeof body === 'string' ? body.trim() : '';
  const withWord = { facts: { ...facts, slackError: word } };
  if (word === 'rollup_error') return new TransientError('Slack failed: rollup_error', withWord);
  const meaning = Object.hasOwn(MEANINGS, word) ? MEANINGS[word] : undefined;
  return meaning === undefined
    ? undefined
    : new PermanentError(`Slack answered ${word}: ${meaning}`, withWord);
}
