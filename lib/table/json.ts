/** JSON as tables write it: dates as ISO text, bigints as text (JSON readers would round them). */
export function toJson(value: unknown): string {
  return JSON.stringify(value, bigintAsText);
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
