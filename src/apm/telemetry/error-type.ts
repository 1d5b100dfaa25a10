/** Characters kept. */
const MAX_LENGTH = 200;

/** What `error.type` is: the code of an error, else its class; undefined when there is none. */
export function errorType(error: unknown): string | undefined {
  if (error === undefined || error === null) return undefined;
  if (!(error instanceof Error)) return typeof error;
  const code: unknown = Reflect.get(error, 'code');
  const type = typeof code === 'string' && code !== '' ? code : error.name;
  return String(type).slice(0, MAX_LENGTH);
}
