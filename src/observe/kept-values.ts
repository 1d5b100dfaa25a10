/** Bytes that the values of one statement may take to be kept. */
const MAX_BYTES = 8 * 1_024;

/** What a number, a truth value or NULL counts as. */
const SMALL_BYTES = 8;

export interface KeptValues {
  readonly values: readonly unknown[];
  readonly bytes: number;
}

/**
 * Copies of a statement's values; undefined when one of them is nothing that can be bound again, or
 * when they are larger than a statement's share or than what is left.
 */
export function keptValues(parameters: readonly unknown[], left: number): KeptValues | undefined {
  const budget = { bytes: Math.min(MAX_BYTES, left) };
  const most = budget.bytes;
  const values: unknown[] = [];
  for (const parameter of parameters) {
    const value = copyOf(parameter, budget);
    if (value === undefined || budget.bytes < 0) return undefined;
    values.push(value);
  }
  return { values, bytes: most - budget.bytes };
}

/** Undefined for what is not copied; long lists end with the budget. */
function copyOf(value: unknown, budget: { bytes: number }): unknown {
  if (typeof value === 'string') {
    budget.bytes -= value.length;
    return value;
  }
  if (ArrayBuffer.isView(value)) {
    budget.bytes -= value.byteLength;
    if (budget.bytes < 0) return undefined;
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice();
  }
  if (Array.isArray(value)) return copyOfList(value, budget);
  budget.bytes -= SMALL_BYTES;
  if (value instanceof Date) return new Date(value);
  return value === null || /^(?:number|bigint|boolean)$/.test(typeof value) ? value : undefined;
}

function copyOfList(list: readonly unknown[], budget: { bytes: number }): unknown {
  const copy: unknown[] = [];
  for (const item of list) {
    const value = copyOf(item, budget);
    if (value === undefined || budget.bytes < 0) return undefined;
    copy.push(value);
  }
  return copy;
}
