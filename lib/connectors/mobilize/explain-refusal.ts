import { ConfigError, PermanentError } from '../../errors/index.ts';
import type { AnswerFacts } from '../../http/index.ts';

/** Lists of an organization: a 404 there can only mean the organization. */
const organizationList =
  /^\/organizations\/:org\/(attendances|events|events\/deleted|people|promoted_organizations)$/;

/** The worded errors of the answers that have a known meaning; see the README for where each is documented. */
export function explainRefusal(httpStatus: number, body: unknown, facts: AnswerFacts): Error | undefined {
  const { endpoint } = facts;
  if (httpStatus === 401 || httpStatus === 403) {
    return new ConfigError(
      `Mobilize refused the API key (${httpStatus} for ${endpoint}): check MOBILIZE_AMERICA_API_KEY, and that the key may read the organization in MOBILIZE_ORGANIZATION_ID`,
    );
  }
  if (httpStatus === 404 && organizationList.test(endpoint)) {
    return new ConfigError(
      `Mobilize knows no such organization (404 for ${endpoint}): check MOBILIZE_ORGANIZATION_ID, the number in the organization's dashboard`,
    );
  }
  if (httpStatus === 400) {
    const fields = refusedFields(body);
    if (fields === '') return undefined;
    return new PermanentError(`mobilize: ${endpoint} refused the value of ${fields}`, {
      facts: { ...facts, fields },
    });
  }
  return undefined;
}

/** The names in `{ error: { field: … } }`, without the words about them, which may quote a value. */
function refusedFields(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('error' in body)) return '';
  const { error } = body;
  return typeof error === 'object' && error !== null ? Object.keys(error).join(', ') : '';
}
