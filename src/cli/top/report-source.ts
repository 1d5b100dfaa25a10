import { plainLine } from '../../core/index.ts';
import { type MetricsReport, MetricsStore, parseRange, ReportReader } from '../../metrics/index.ts';
import { cliError } from '../errors.ts';

/** Where figures come from: an application that is asked, or the file its processes write. */
export interface ReportSource {
  /** Where, in words for the reader. */
  readonly name: string;
  read(range: string): Promise<MetricsReport>;
  close(): void;
}

/** The page of the APM, unless the address names another path. */
const PAGE = '/__uptempo/apm';

const TIMEOUT_MS = 5_000;

/** Bytes of an answer; one with all lists full has a tenth. */
const MAX_BYTES = 20_000_000;

/** @param token - for an application that asks for one. */
export function openUrl(address: string, token: string | undefined): ReportSource {
  const base = baseOf(address);
  const headers = token === undefined ? undefined : { authorization: `Bearer ${token}` };
  return {
    name: base.href,
    async read(range) {
      const url = new URL(`${base.pathname}/report.json?range=${encodeURIComponent(range)}`, base);
      const response = await ask(url, headers);
      if (response.ok) return readBody(response, url);
      await response.body?.cancel();
      throw refused(url, response.status);
    },
    close() {},
  };
}

/** Reads beside the processes, which write each second while somebody looks. */
export function openFile(file: string): ReportSource {
  const store = new MetricsStore({ file, maxBytes: Number.MAX_SAFE_INTEGER, mustExist: true });
  const reader = new ReportReader(store);
  return {
    name: file,
    async read(range) {
      askForMore(store);
      return reader.report(parseRange(range), Date.now());
    },
    close: () => store.close(),
  };
}

/** Who may only read the file gets what is written every ten seconds. */
function askForMore(store: MetricsStore): void {
  try {
    store.watch(Date.now());
  } catch {
    // Looking must not fail for a moment in which somebody else writes.
  }
}

function baseOf(address: string): URL {
  const text = /^https?:\/\//.test(address) ? address : `http://${address}`;
  if (!URL.canParse(text)) {
    throw cliError('cli.option.invalid', `"${address}" is no address.`, {
      hint: 'Write one such as http://127.0.0.1:8000.',
    });
  }
  const url = new URL(text);
  const path = url.pathname.replace(/\/+$/, '');
  return new URL(path === '' ? PAGE : path, url.origin);
}

async function ask(url: URL, headers: HeadersInit | undefined): Promise<Response> {
  try {
    return await fetch(url, {
      ...(headers && { headers }),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (cause) {
    throw cliError('cli.top.unreachable', `${url.origin} does not answer.`, {
      hint: 'Is the application running there? uptempo top FILE reads the file of its figures.',
      cause,
    });
  }
}

async function readBody(response: Response, url: URL): Promise<MetricsReport> {
  try {
    const text = await readText(response);
    // What is shown of it may say what it likes, also where a number is expected.
    const report = JSON.parse(text, (_name, value) =>
      typeof value === 'string' ? plainLine(value) : value,
    );
    if (Array.isArray(report?.routes) && typeof report.total === 'object') return report;
  } catch (cause) {
    throw noReport(url, cause);
  }
  throw noReport(url);
}

async function readText(response: Response): Promise<string> {
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.length > MAX_BYTES) throw new RangeError('The answer is too long.');
  }
  return text;
}

function refused(url: URL, status: number) {
  const hint =
    status === 401
      ? 'Give its token in UPTEMPO_APM_TOKEN.'
      : status === 403
        ? 'Its options "permission" and "allowedAddresses" decide.'
        : 'Is the plugin apm registered there? Name its path if that is not /__uptempo/apm.';
  return cliError('cli.top.refused', `${url.origin}${url.pathname} answered ${status}.`, { hint });
}

function noReport(url: URL, cause?: unknown) {
  return cliError('cli.top.refused', `${url.origin} answered, and not with figures of an APM.`, {
    hint: 'Name the path of its APM.',
    cause,
  });
}
