import { once } from 'node:events';
import { connect } from 'node:net';
import {
  brotliCompressSync,
  brotliDecompressSync,
  gunzipSync,
  gzipSync,
  zstdCompressSync,
  zstdDecompressSync,
} from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { pageCache } from '../../../src/http/index.ts';
import { type Site, site, type View } from './site.ts';

/** What a client got: the head's lines but those of one answer, sorted, and the body. */
interface Got {
  readonly start: string;
  readonly lines: readonly string[];
  readonly body: string;
  readonly isHit: boolean;
}

const OWN_LINES = /^(?:age|date|x-request-id|expires|last-modified): /i;

/** Lines that only apps of `createApp` send. */
const SECURITY = /^(?:x-content-type-options|referrer-policy|x-frame-options|cross-origin-)/;

/** Sends bytes as they are, and reads one answer. */
async function exchanged(port: number, sent: string): Promise<Got> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  socket.on('error', () => {}).write(sent, 'latin1');
  let text = '';
  const isOver = () => {
    const [head, body] = split(text);
    if (body === undefined || /^HTTP\/1\.1 100/.test(text)) return false;
    if (sent.startsWith('HEAD') || / 304 /.test(head)) return true;
    if (/\r\ntransfer-encoding: chunked/i.test(head)) return body.endsWith('0\r\n\r\n');
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
    return length !== undefined && body.length >= Number(length);
  };
  for await (const chunk of socket) {
    text += (chunk as Buffer).toString('latin1').replace('HTTP/1.1 100 Continue\r\n\r\n', '');
    if (isOver()) break;
  }
  const [head, body = ''] = split(text);
  const [start = '', ...lines] = head.split('\r\n');
  return {
    start,
    lines: lines.filter((line) => !OWN_LINES.test(line)).sort(),
    body: start.includes(' 200 ') ? body : body.replace(/"?[0-9a-f-]{36}"?/g, 'ID'),
    isHit: lines.some((line) => line.startsWith('age: ')),
  };
}

function split(text: string): readonly [string, string?] {
  const at = text.indexOf('\r\n\r\n');
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 4)];
}

const URL_OF_ALL = '/films?x=1';

const get = (headers: readonly string[] = [], url = URL_OF_ALL, line = `GET ${url} HTTP/1.1`) =>
  [line, ...(headers.some((each) => /^host:/i.test(each)) ? [] : ['Host: a.example']), ...headers]
    .filter((each) => each !== 'Host: (none)')
    .join('\r\n')
    .concat('\r\n\r\n');

/** Everything that could make one page differ from another. */
const echo: View = (request, reply) =>
  reply
    .type('text/plain')
    .header('last-modified', 'Sun, 06 Nov 1994 08:49:37 GMT')
    .header('etag', '"films"')
    .send(JSON.stringify([request.url, request.host, request.protocol, request.headers.cookie]));

/** The same pages answered before routing, after it, and before it in a plain Fastify app. */
async function sites(): Promise<Readonly<Record<'front' | 'routed' | 'plain', Site>>> {
  const front = site();
  const routed = site();
  routed.app.addHook('onResponse', async () => {});
  const plain = site({ isPlain: true });
  await plain.app.register(pageCache);
  for (const { page } of [front, routed, plain]) {
    page('/films', { timeout: '1h' }, echo);
    page('/*', { timeout: '1h' }, echo);
  }
  for (const { port } of [front, routed, plain]) {
    for (let again = 0; again < 3; again += 1) await exchanged(await port(), get());
  }
  return { front, routed, plain };
}

const long = 'x'.repeat(8_000);

describe('an odd request for a kept page', () => {
  test.for<[string, string, Partial<{ status: number; isHit: boolean }>?]>([
    ['Range', get(['Range: bytes=0-1']), { status: 200, isHit: true }],
    ['Range and If-Range', get(['Range: bytes=0-1', 'If-Range: "films"']), { status: 200 }],
    ['a malformed Range', get(['Range: lines=1-2']), { status: 200 }],
    ['If-None-Match: *', get(['If-None-Match: *']), { status: 304, isHit: true }],
    ['a list of tags', get(['If-None-Match: "a", W/"films"']), { status: 304 }],
    ['two lists of tags', get(['If-None-Match: "a"', 'If-None-Match: "films"']), { status: 304 }],
    ['a tag without quotes', get(['If-None-Match: films']), { status: 200 }],
    ['If-Match with another tag', get(['If-Match: "other"']), { status: 200 }],
    ['If-Modified-Since with rubbish', get(['If-Modified-Since: yesterday']), { status: 200 }],
    ['If-Modified-Since with a number', get(['If-Modified-Since: 784111777']), { status: 200 }],
    ['an empty If-Modified-Since', get(['If-Modified-Since: ']), { status: 200 }],
    [
      'If-Modified-Since beside a tag that differs',
      get(['If-None-Match: "a"', 'If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT']),
      { status: 200 },
    ],
    ['Cache-Control: no-cache', get(['Cache-Control: no-cache']), { status: 200, isHit: true }],
    ['Cache-Control: no-store', get(['Cache-Control: no-store']), { status: 200, isHit: true }],
    ['Cache-Control: max-age=0', get(['Cache-Control: max-age=0']), { isHit: true }],
    ['Cache-Control: only-if-cached', get(['Cache-Control: only-if-cached']), { isHit: true }],
    ['Pragma: no-cache', get(['Pragma: no-cache']), { status: 200, isHit: true }],
    ['a target with scheme and host', get([], 'http://a.example/films?x=1')],
    ['a target with another host', get([], 'http://b.example/films?x=1')],
    ['a target of a server as a whole', get([], '*')],
    ['no Host', get(['Host: (none)']), { status: 400 }],
    ['two Hosts', get(['Host: b.example', 'Host: a.example'])],
    ['an upper-case Host', get(['Host: A.EXAMPLE']), { status: 200 }],
    ['a Host with a port', get(['Host: a.example:80']), { status: 200 }],
    ['an empty Host', get(['Host: '])],
    ['two slashes', get([], '//films?x=1')],
    ['a slash at the end', get([], '/films/?x=1'), { status: 200 }],
    ['an encoded letter', get([], '/%66ilms?x=1'), { status: 200 }],
    ['an encoded query', get([], '/films?%78=1'), { status: 200 }],
    ['an empty query', get([], '/films?'), { status: 200 }],
    ['a malformed escape', get([], '/films%zz?x=1'), { status: 400 }],
    ['a fragment', get([], '/films?x=1#top')],
    ['a dot', get([], '/./films?x=1')],
    ['8 KB of query', get([], `/films?x=${long}`), { status: 200 }],
    ['8 KB of cookies', get([`Cookie: a=${long}`]), { status: 200 }],
    ['20 KB of headers', get([`X-Long: ${long}`, `X-Longer: ${long}${long}`]), { status: 431 }],
    ['bytes beyond ASCII', get(['Accept-Language: \xe9'], '/films?x=\xe9')],
    ['a body', get(['Content-Length: 3']).concat('a=1')],
    ['an empty body', get(['Content-Length: 0']), { status: 200 }],
    ['a chunked body', get(['Transfer-Encoding: chunked']).concat('3\r\na=1\r\n0\r\n\r\n')],
    ['two lengths', get(['Content-Length: 0', 'Content-Length: 3']), { status: 400 }],
    ['length and chunks', get(['Content-Length: 5', 'Transfer-Encoding: chunked'])],
    ['HTTP/1.0', get([], URL_OF_ALL, `GET ${URL_OF_ALL} HTTP/1.0`), { status: 200, isHit: true }],
    ['HTTP/1.0 without a host', get(['Host: (none)'], '', `GET ${URL_OF_ALL} HTTP/1.0`)],
    [
      'HTTP/1.0 that stays',
      get(['Connection: keep-alive'], '', `GET ${URL_OF_ALL} HTTP/1.0`),
      { status: 200 },
    ],
    ['a line without a version', `GET ${URL_OF_ALL}\r\n\r\n`],
    ['a lower-case method', get([], '', `get ${URL_OF_ALL} HTTP/1.1`), { status: 400 }],
    ['HEAD', get([], '', `HEAD ${URL_OF_ALL} HTTP/1.1`), { status: 200, isHit: true }],
    ['HEAD of what no GET has made', get([], '', 'HEAD /new HTTP/1.1'), { status: 200 }],
    ['Expect: 100-continue', get(['Expect: 100-continue']), { status: 200 }],
    ['another expectation', get(['Expect: rain']), { status: 417 }],
    ['Connection: close', get(['Connection: close']), { status: 200, isHit: true }],
    ['an upgrade', get(['Connection: Upgrade', 'Upgrade: websocket'])],
    ['credentials', get(['Authorization: Basic x']), { status: 200 }],
    ['an empty cookie', get(['Cookie: ']), { status: 200 }],
    ['two Cookie headers', get(['Cookie: a=1', 'Cookie: b=2']), { status: 200 }],
    ['a proxy’s host', get(['X-Forwarded-Host: b.example']), { status: 200 }],
    ['a version', get(['Accept-Version: 1.0.0'])],
    ['another method by a header', get(['X-HTTP-Method-Override: DELETE']), { status: 200 }],
    ['folded headers', get(['X-Folded: a\r\n b'])],
    ['a space before a colon', get(['X-Space : a']), { status: 400 }],
  ])('%s is answered alike before and after routing', async ([, sent, expected = {}]) => {
    const { front, routed, plain } = await sites();
    const answers = async ({ port }: Site) => {
      const first = await exchanged(await port(), sent);
      const later: Got[] = [];
      for (let again = 0; again < 3; again += 1) later.push(await exchanged(await port(), sent));
      return [first, ...later, await exchanged(await port(), get())];
    };
    const [before, after, bare] = [
      await answers(front),
      await answers(routed),
      await answers(plain),
    ];
    expect(before).toEqual(after);
    const isCommon = (line: string) => !SECURITY.test(line);
    const common = (all: readonly Got[]) =>
      all.map((one) => ({ ...one, lines: one.lines.filter(isCommon) }));
    if (before[0]!.start.includes(' 200 ') || before[0]!.start.includes(' 304 '))
      expect(common(bare)).toEqual(common(after));
    if (expected.status !== undefined) expect(before[0]!.start).toContain(` ${expected.status} `);
    if (expected.isHit !== undefined) expect(before[0]!.isHit).toBe(expected.isHit);
    expect(before.at(-1)!.body).toBe(JSON.stringify([URL_OF_ALL, 'a.example', 'http', null]));
  });
});

/** What a view makes that compresses by what it finds in Accept-Encoding. */
const ENCODERS = { zstd: zstdCompressSync, br: brotliCompressSync, gzip: gzipSync } as const;
const DECODERS = { zstd: zstdDecompressSync, br: brotliDecompressSync, gzip: gunzipSync } as const;

type Coding = keyof typeof ENCODERS;

function chosen(accepted: string | undefined): Coding | undefined {
  const names = (accepted ?? '').split(',').flatMap((each) => {
    const [name = '', weight = ''] = each.trim().toLowerCase().split(';');
    return weight.trim() === 'q=0' ? [] : [name];
  });
  return (Object.keys(ENCODERS) as Coding[]).find((coding) => names.includes(coding));
}

test.for([false, true])(
  'a compressed page goes to those who can read it (plain: %s)',
  async (isPlain) => {
    const { app, page, get: ask, runs } = site({ isPlain });
    if (isPlain) await app.register(pageCache);
    page('/', { timeout: '1h' }, (request, reply) => {
      const coding = chosen(String(request.headers['accept-encoding'] ?? ''));
      reply.type('text/plain').header('vary', 'Accept-Encoding');
      if (coding === undefined) return reply.send('film '.repeat(100));
      return reply.header('content-encoding', coding).send(ENCODERS[coding]('film '.repeat(100)));
    });
    const accepted = [
      undefined,
      '',
      'identity',
      'gzip',
      'gzip, br',
      'br, gzip',
      'BR,GZIP',
      'gzip, deflate, br, zstd',
      'gzip;q=0, br;q=0',
      'zstd;q=0, gzip',
      '*',
    ];
    for (let round = 0; round < 4; round += 1) {
      for (const value of round % 2 === 0 ? accepted : accepted.toReversed()) {
        const headers = value === undefined ? {} : { 'accept-encoding': value };
        const { bytes, headers: got } = await ask('/', headers);
        const coding = got['content-encoding'] as Coding | undefined;
        expect([value, coding]).toEqual([value, chosen(value)]);
        const text = coding === undefined ? bytes : DECODERS[coding](bytes);
        expect(text.toString()).toBe('film '.repeat(100));
        expect(Number(got['content-length'])).toBe(bytes.length);
      }
    }
    // Those that name the same codings in another order or case share a page.
    expect(runs.get('/')).toBe(accepted.length - 2);
  },
);
