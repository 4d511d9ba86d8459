/**
 * A phone number as the API searches for it: ten bare digits. Undefined for what is no number of the North American
 * plan, which the API would take and never find.
 */
export function toTenDigits(phone: string): string | undefined {
  const withoutExtension = phone.replace(/\s*(?:x|ext\.?|#)\s*\d+\s*$/i, '');
  if (/[a-z]/i.test(withoutExtension)) return undefined;
  const digits = withoutExtension.replace(/\D/g, '').replace(/^1(?=\d{10}$)/, '');
  return /^[2-9]\d{2}[2-9]\d{6}$/.test(digits) ? digits : undefined;
}
