/**
 * The words with which an incoming webhook refuses, and their status.
 * Source: Slack changelog 2016-05-17 for invalid_payload, user_not_found, action_prohibited, channel_not_found,
 * channel_is_archived and rollup_error; the other pairings are second-hand.
 */
export const refusals = {
  invalid_payload: 400,
  no_text: 400,
  invalid_blocks: 400,
  invalid_attachments: 400,
  too_many_attachments: 400,
  user_not_found: 400,
  action_prohibited: 403,
  invalid_token: 403,
  posting_to_general_channel_denied: 403,
  team_disabled: 403,
  channel_not_found: 404,
  no_service: 404,
  no_service_id: 404,
  no_team: 404,
  no_active_hooks: 404,
  channel_is_archived: 410,
  rollup_error: 500,
} as const satisfies Record<string, number>;

export type Refusal = keyof typeof refusals;

export function isRefusal(word: string): word is Refusal {
  return Object.hasOwn(refusals, word);
}
