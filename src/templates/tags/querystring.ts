import { simpleTag } from '../custom/simple-tag.ts';
import { percentEncode } from '../filters/urls.ts';
import { itemsOf } from '../runtime/sequence.ts';
import { textOf } from '../runtime/text.ts';
import { isText } from '../safe-string.ts';

type Query = Map<string, readonly string[]>;

/**
 * `{% querystring page=2 genre=None %}`: the query of the request with changes; null takes a
 * parameter out, a list gives it several times.
 */
export const parseQuerystring = simpleTag({
  parameters: ['query?', '**changes'],
  render({ query, changes }, context) {
    const current = queryOf(query ?? requestQuery(context.get('request')));
    const changed: Query = new Map(current);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) changed.delete(name);
      else changed.set(name, valuesOf(value));
    }
    return changed.size === 0 && current.size === 0 ? '' : `?${encodeQuery(changed)}`;
  },
});

/** The parsed query of Fastify's request, or of one that calls it GET as Django's. */
function requestQuery(request: unknown): unknown {
  if (typeof request !== 'object' || request === null) return undefined;
  if ('query' in request) return request.query;
  return 'GET' in request ? request.GET : undefined;
}

function queryOf(given: unknown): Query {
  const query: Query = new Map();
  for (const [name, value] of entriesOf(given)) {
    query.set(name, [...(query.get(name) ?? []), ...valuesOf(value)]);
  }
  return query;
}

function entriesOf(given: unknown): Iterable<readonly [string, unknown]> {
  if (isText(given)) return new URLSearchParams(String(given));
  if (given instanceof URLSearchParams || given instanceof Map) return given;
  return typeof given === 'object' && given !== null ? Object.entries(given) : [];
}

function valuesOf(value: unknown): readonly string[] {
  const isSingle = isText(value) || typeof value !== 'object';
  return isSingle ? [textOf(value)] : (itemsOf(value) ?? [value]).map((item) => textOf(item));
}

function encodeQuery(query: Query): string {
  const encode = (text: string) => percentEncode(text, ' ').replaceAll(' ', '+');
  return Array.from(query, ([name, values]) =>
    values.map((value) => `${encode(name)}=${encode(value)}`).join('&'),
  )
    .filter((part) => part !== '')
    .join('&');
}
