import { escapeHtml } from '../../core/index.ts';
import { unescapeHtml } from '../html/entities.ts';
import type { Filter } from '../library.ts';
import type { FilterScope } from '../runtime/filter-scope.ts';
import { textOf } from '../runtime/text.ts';
import { SafeString } from '../safe-string.ts';
import { integerArgument, valueFilter } from './define.ts';
import { trimPunctuation } from './url-punctuation.ts';
import { percentEncode } from './urls.ts';

export const urlizeFilters: readonly Filter[] = [
  valueFilter('urlize', (value, argument, scope) => urlize(value, undefined, scope, argument), {
    argument: 'optional',
    isSafe: true,
  }),
  valueFilter(
    'urlizetrunc',
    (value, limit, scope) => urlize(value, integerArgument('urlizetrunc', limit), scope),
    { argument: 'required', isSafe: true },
  ),
];

const WORDS = /([\s<>"']+)/u;
const WITH_SCHEME = /^https?:\/\/\[?[\p{L}\p{N}_]/iu;
const WITHOUT_SCHEME =
  /^www\.|^(?!http)[\p{L}\p{N}_][^@]+\.(?:com|edu|gov|int|mil|net|org)(?:$|\/.*$)/iu;

/** Browsers take addresses up to this length; longer words are left alone. */
const MAX_URL_LENGTH = 2048;

/** Makes links of addresses and e-mail addresses in a text. @param limit - of a link's text. */
function urlize(
  value: unknown,
  limit: number | undefined,
  scope: FilterScope,
  escapes?: unknown,
): SafeString {
  const isSafe = value instanceof SafeString;
  const isEscaped = (escapes === undefined ? scope.autoescape : Boolean(escapes)) && !isSafe;
  const words = textOf(value, scope.timeZone).split(WORDS);
  return new SafeString(words.map((word) => urlizeWord(word, limit, isEscaped)).join(''));
}

function urlizeWord(word: string, limit: number | undefined, isEscaped: boolean): string {
  const escaped = (text: string) => (isEscaped ? escapeHtml(text) : text);
  if (!/[.@:]/.test(word)) return escaped(word);
  const { lead, middle, trail } = trimPunctuation(word);
  const link = linkOf(middle);
  if (link === undefined) return escaped(word);
  const attributes = link.isMail ? '' : ' rel="nofollow"';
  const text = escaped(shorten(middle, limit));
  return `${escaped(lead)}<a href="${escapeHtml(link.url)}"${attributes}>${text}</a>${escaped(trail)}`;
}

function shorten(text: string, limit: number | undefined): string {
  const characters = Array.from(text);
  if (limit === undefined || characters.length <= limit) return text;
  return `${characters.slice(0, Math.max(0, limit - 1)).join('')}…`;
}

function linkOf(text: string): { url: string; isMail: boolean } | undefined {
  const isShort = text.length <= MAX_URL_LENGTH;
  if (isShort && WITH_SCHEME.test(text)) {
    return { url: quoteUrl(unescapeHtml(text)), isMail: false };
  }
  if (isShort && WITHOUT_SCHEME.test(text)) {
    return { url: quoteUrl(`http://${unescapeHtml(text)}`), isMail: false };
  }
  if (text.includes(':') || !isMailAddress(text)) return undefined;
  const at = text.lastIndexOf('@');
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)];
  return { url: `mailto:${percentEncode(local, '')}@${percentEncode(domain, '')}`, isMail: true };
}

const SUB_AND_GENERAL_DELIMITERS = "!$&'()*+,;=:/?#[]@";
const URL_PARTS = /^([^:/?#]+):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

/** Percent-encodes what is not encoded yet, the parts of the query one by one. */
function quoteUrl(url: string): string {
  const parts = URL_PARTS.exec(url);
  if (parts === null || hasBrokenBrackets(parts[2]!)) return requote(url);
  const [, scheme, host, path, query, fragment] = parts;
  const search = query ? `?${requoteQuery(query)}` : '';
  const hash = fragment ? `#${requote(fragment)}` : '';
  return `${scheme!.toLowerCase()}://${requote(host!)}${requote(path!)}${search}${hash}`;
}

function hasBrokenBrackets(host: string): boolean {
  return host.includes('[') !== host.includes(']');
}

function requote(text: string): string {
  return percentEncode(unquote(text), `${SUB_AND_GENERAL_DELIMITERS}~`);
}

function requoteQuery(query: string): string {
  const quotePart = (part: string) =>
    percentEncode(unquote(unquote(part.replaceAll('+', ' '))), ' ').replaceAll(' ', '+');
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const [name, value] =
        equals === -1 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return `${quotePart(name)}=${quotePart(value)}`;
    })
    .join('&');
}

const decoder = new TextDecoder();

/** Decodes runs of `%xx` as UTF-8; what is no UTF-8 becomes the replacement character. */
function unquote(text: string): string {
  return text.replace(/(?:%[\da-fA-F]{2})+/g, (run) =>
    decoder.decode(Uint8Array.from(run.slice(1).split('%'), (hex) => Number.parseInt(hex, 16))),
  );
}

const LOCAL_PART = /^[-!#$%&'*+/=?^_`{}|~\w]+(?:\.[-!#$%&'*+/=?^_`{}|~\w]+)*$/;
const DOMAIN =
  /^(?:[a-z\d\u00a1-\uffff](?:[a-z\d\u00a1-\uffff-]{0,61}[a-z\d\u00a1-\uffff])?\.)+(?:[a-z\u00a1-\uffff-]{2,63}|xn--[a-z\d]{1,59})$/i;

function isMailAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  if (at < 1 || text.length > 320) return false;
  const domain = text.slice(at + 1);
  return (
    LOCAL_PART.test(text.slice(0, at)) && DOMAIN.test(domain) && !/(?:^|\.)-|-(?:\.|$)/.test(domain)
  );
}
