/**
 * What Fastify keeps of an instance or a request under a symbol, which it does not say publicly.
 *
 * @param name - the symbol's description.
 * @returns undefined when it is not there, as after a change in Fastify: whoever asks must then take
 * for granted what is on the safe side.
 */
export function insideOf(owner: object, name: string): Record<string, unknown> | undefined {
  const symbol = Object.getOwnPropertySymbols(owner).find(
    ({ description }) => description === name,
  );
  const value: unknown = symbol && Reflect.get(owner, symbol);
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)
    : undefined;
}
