/** Items of a list that are shown, and compared at each end of it; bulk writes pass long ones. */
const MAX_ITEMS = 50;

/** Characters compared at each end of a longer text, so that large values cost no more. */
const COMPARED_ENDS = 512;

/**
 * A parameter as a short text for display: texts quoted, binary data as its length. Cut to
 * `maxLength` characters.
 */
export function describeParameter(value: unknown, maxLength: number): string {
  const text = display(value, maxLength);
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}

/**
 * A number that is equal for equal parameters (53-bit FNV-like mix, not cryptographic). It tells
 * repeated statements apart without keeping their values.
 */
export function hashParameters(parameters: readonly unknown[]): number {
  const state = { high: 0xdeadbeef, low: 0x41c6ce57 };
  for (const value of parameters) mixValue(state, value);
  return 4294967296 * (state.high & 0x1fffff) + (state.low >>> 0);
}

function display(value: unknown, maxLength: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, maxLength));
  if (value instanceof Date) return isoText(value);
  if (ArrayBuffer.isView(value)) return `<${value.byteLength} bytes>`;
  if (Array.isArray(value)) {
    const items = value.slice(0, MAX_ITEMS).map((item) => display(item, maxLength));
    return `[${items.join(', ')}${value.length > MAX_ITEMS ? ', …' : ''}]`;
  }
  return plainText(value);
}

/** Invalid dates have no ISO form. */
function isoText(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'Invalid Date' : date.toISOString();
}

/**
 * The text form of any value. Objects may have none, or one that throws, which must not reach the
 * code that is being observed.
 */
export function plainText(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  try {
    return String(value);
  } catch {
    return '[object]';
  }
}

interface HashState {
  high: number;
  low: number;
}

function mixValue(state: HashState, value: unknown): void {
  mixText(state, typeof value);
  if (typeof value === 'string') mixText(state, value);
  else if (ArrayBuffer.isView(value)) mixBytes(state, value);
  else if (Array.isArray(value)) {
    mix(state, value.length);
    for (const item of value.slice(0, MAX_ITEMS)) mixValue(state, item);
    for (const item of value.slice(Math.max(MAX_ITEMS, value.length - MAX_ITEMS))) {
      mixValue(state, item);
    }
  } else mixText(state, value instanceof Date ? String(value.getTime()) : plainText(value));
}

function mixBytes(state: HashState, view: ArrayBufferView): void {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  mix(state, bytes.length);
  for (const byte of bytes.subarray(0, COMPARED_ENDS)) mix(state, byte);
  for (const byte of bytes.subarray(Math.max(COMPARED_ENDS, bytes.length - COMPARED_ENDS))) {
    mix(state, byte);
  }
}

function mixText(state: HashState, text: string): void {
  const { length } = text;
  mix(state, length);
  const headEnd = Math.min(length, COMPARED_ENDS);
  for (let index = 0; index < headEnd; index++) mix(state, text.charCodeAt(index));
  for (let index = Math.max(headEnd, length - COMPARED_ENDS); index < length; index++) {
    mix(state, text.charCodeAt(index));
  }
}

function mix(state: HashState, code: number): void {
  state.high = Math.imul(state.high ^ code, 2654435761);
  state.low = Math.imul(state.low ^ code, 1597334677);
  state.high ^= state.low >>> 13;
}
