/**
 * The JSON of a value, `null` for what has none. Whole numbers beyond 2^53 become strings, so that
 * nobody who parses them loses digits, and bytes become Base64.
 */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, replaceOdd) ?? 'null';
}

function replaceOdd(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
}
