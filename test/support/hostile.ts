import { connect } from 'node:net';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';

/** Set by every value below that runs as a script. */
const MARK = '__pwned';

/**
 * Texts that somebody outside may send, by what they try. Where one is shown, it must be shown as
 * text, and end where it ends.
 */
export const HOSTILE_TEXTS: Readonly<Record<string, string>> = {
  script: `<script>window.${MARK}=1</script>`,
  attribute: `"><img src=x onerror="window.${MARK}='image'">`,
  single_quotes: `' onmouseover='window.${MARK}=1' autofocus onfocus='window.${MARK}=1`,
  end_of_script: `</script><svg onload="window.${MARK}='svg'">`,
  end_of_style: `</style></template><iframe srcdoc="<script>parent.${MARK}=1</script>">`,
  script_URL: `javascript:window.${MARK}='url'`,
  template: `{{ 7|add:7 }} \${window.${MARK}=1} {% debug %}`,
  comment: `--><b>*/ # <!-- ]]>`,
  line_separator: `\u2028window.${MARK}=1\u2029//`,
  nul: `before\0after <b>`,
  lone_surrogate: `\ud800<b>\udfff`,
  terminal: '\u001b[2J\u001b]0;owned\u0007\u009b31m\u202egpj.exe<b>',
  header_lines: 'x\r\nset-cookie: owned=1\r\n\r\n<b>',
  formula: `=cmd|' /C calc'!A0,+1,-1,@SUM(1)`,
  prototype: '__proto__',
  long: `<b>${'long '.repeat(40_000)}`,
};

/** A request as bytes, for what clients refuse to send. Every text is written as latin1. */
export interface RawRequest {
  readonly method?: string;
  /** What stands after the method: path and query string. */
  readonly target: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
}

export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Sends a request over a socket of its own, with `Host: localhost` unless another is given. */
export function sendRaw(
  port: number,
  { method = 'GET', target, headers = [], body = '' }: RawRequest,
): Promise<RawAnswer> {
  const hasHost = headers.some(([name]) => name.toLowerCase() === 'host');
  const lines = [
    `${method} ${target} HTTP/1.1`,
    ...(hasHost ? [] : ['Host: localhost']),
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]),
    'Connection: close',
  ];
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.write(Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'));
  socket.write(body);
  return new Promise((resolve, reject) => {
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => {
      const end = text.indexOf('\r\n\r\n');
      resolve({
        status: Number(text.slice(9, 12)),
        head: text.slice(0, end),
        body: text.slice(end + 4),
      });
    });
  });
}

/** The text as a request line may have it: as it is where HTTP allows that, else in percent. */
export function asTarget(text: string): string {
  return text
    .toWellFormed()
    .slice(0, 800)
    .replace(/[^!-$&-~]/gu, encodeURIComponent);
}

/** The text as a header's value may have it: what is forbidden there is left out. */
export function asHeaderValue(text: string): string {
  return text
    .slice(0, 800)
    .replace(/[^\t -~\u0080-\u00ff]/gu, '')
    .trim();
}

/** A page that is watched for anything that came to run. */
export interface WatchedPage {
  readonly page: Page;
  /** Fails when something ran, a policy was broken, a script threw, or a link leads to a script. */
  expectHarmless(): Promise<void>;
}

/** Opens a page in a window of its own, with its shadow trees open for the test. */
export async function openWatched(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext(options);
  onTestFinished(() => context.close());
  await context.addInitScript(openShadowRoots);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/i.test(message.text())) problems.push(message.text());
  });
  await page.goto(url);
  return {
    page,
    async expectHarmless() {
      for (const frame of page.frames()) {
        expect(await frame.evaluate((mark) => Reflect.get(window, mark), MARK)).toBeUndefined();
      }
      expect(await page.evaluate(foreignParts)).toEqual([]);
      expect(problems).toEqual([]);
    },
  };
}

/** Makes shadow trees open. Runs in the browser. */
function openShadowRoots(): void {
  const attachShadow = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) {
    return attachShadow.call(this, { ...init, mode: 'open' });
  };
}

/** Elements that the tools never make, handlers, and links to scripts. Runs in the browser. */
function foreignParts(): string[] {
  const found: string[] = [];
  const look = (root: ParentNode) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot !== null) look(element.shadowRoot);
      if (element.matches('img, iframe, object, embed, b')) found.push(element.outerHTML);
      if (element instanceof HTMLScriptElement && !element.src) found.push(element.outerHTML);
      for (const { name, value } of element.attributes) {
        const isScript = /^(?:href|src|action|formaction)$/.test(name) && /^\s*java/i.test(value);
        if (isScript || name.startsWith('on')) found.push(`${name}=${value}`);
      }
    }
  };
  look(document);
  return found;
}
