/**
 * A text from outside on one line of a terminal: an address or a statement may hold sequences that
 * move the cursor or set its title.
 */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
}

export function milliseconds(ms: number): string {
  return ms.toFixed(ms >= 100 ? 0 : 2);
}
