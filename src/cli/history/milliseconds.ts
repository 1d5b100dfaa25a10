export function milliseconds(ms: number): string {
  return ms.toFixed(ms >= 100 ? 0 : 2);
}
