import { setImmediate } from 'node:timers/promises';
import { checkOptions, option } from '../../core/index.ts';
import {
  createRequestContext,
  type RequestContext,
  requestFinishChannel,
  requestStartChannel,
  runInContext,
} from '../../events/index.ts';
import type { Finding, FindingPlace, Rule } from '../../observe/index.ts';
import { testingError } from '../errors.ts';

export interface FindingExpectations {
  /** Codes of rules that may find something. */
  readonly except?: readonly string[];
  /**
   * Whether rules about time are applied as well. A busy machine can make them speak, so a test that
   * uses them fails now and then. Default false.
   */
  readonly withTimings?: boolean;
}

/** Rules about rows that nobody read: those that the work returns are for the test to read. */
const JUDGES_USE: ReadonlySet<string> = new Set(['unused-eager-loading', 'unread-columns']);

/** Requests that are judged. */
const MAX_TRACES = 1_000;

/**
 * Runs `work` and looks for findings in what it does itself and in the requests that this process answers
 * meanwhile. What a comment `uptempo-ignore` names, and remarks (level `info`), are none.
 *
 * ```ts
 * await expectNoFindings(() => app.inject('/movies'));
 * await expectNoFindings(() => movieReport(2024), { except: ['unbounded-result'] });
 * ```
 *
 * @returns what `work` returns.
 * @throws testing.findings.found with each finding and its line, core.option.unknown,
 * core.option.invalid
 */
export async function expectNoFindings<T>(
  work: () => T | PromiseLike<T>,
  options: FindingExpectations = {},
): Promise<T> {
  // Whoever tests a backend of a cache does without the rules.
  const observe = await import('../../observe/index.ts');
  checkOptions('expectNoFindings()', options, {
    except: option.arrayOf(option.oneOf(...new Set(observe.defaultRules.map(({ code }) => code)))),
    withTimings: option.boolean,
  });
  const recorder = observe.createRecorder({ maxTraces: MAX_TRACES, watchesRows: true });
  recorder.start();
  try {
    const context = createRequestContext();
    const result = await asRequest(context, work);
    await accountsAreTold();
    const recent = recorder.traces();
    const unwanted = unwantedCodes(observe.defaultRules, options);
    const findings = recent
      .flatMap((trace) =>
        observe
          .detectFindings(trace, { recent })
          .filter(({ code }) => trace.id !== context.id || !JUDGES_USE.has(code)),
      )
      .filter(({ code, level }) => level === 'warning' && unwanted.has(code));
    if (findings.length > 0) throw found(findings);
    return result;
  } finally {
    recorder.stop();
  }
}

/** All rules are applied, since what one explains is not for the next; of these it matters what they say. */
function unwantedCodes(
  rules: readonly Rule[],
  { except = [], withTimings = false }: FindingExpectations,
): ReadonlySet<string> {
  const wanted = rules.filter(
    ({ code, isTimed = false }) => !except.includes(code) && (withTimings || !isTimed),
  );
  return new Set(wanted.map(({ code }) => code));
}

/** Work that is no request is judged as if it were one. */
async function asRequest<T>(context: RequestContext, work: () => T | PromiseLike<T>): Promise<T> {
  const names = { route: undefined, routeName: undefined };
  requestStartChannel.publish({ context, method: 'TEST', url: '', ...names });
  let error: unknown;
  try {
    // A QuerySet asks when it is awaited, so that is done inside, too.
    return await runInContext(context, async () => await work());
  } catch (thrown) {
    error = thrown;
    throw thrown;
  } finally {
    requestFinishChannel.publish({
      context,
      statusCode: error === undefined ? 200 : 500,
      contentType: undefined,
      contentLength: undefined,
      durationMs: performance.now() - context.startedMs,
      error,
    });
  }
}

/** Two turns of the event loop after a request. */
async function accountsAreTold(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await setImmediate();
}

function found(findings: readonly Finding[]) {
  const distinct = [...new Map(findings.map((finding) => [finding.fingerprint, finding])).values()];
  const message = ['Expected no findings, and there are:', ...distinct.map(describe)].join('\n');
  return testingError('testing.findings.found', message, {
    hint: 'Fix them, or say why one stays: // uptempo-ignore rule: reason',
    details: { fingerprints: distinct.map(({ fingerprint }) => fingerprint) },
  });
}

function describe({ code, title, summary, querySet, access, remedies, note }: Finding): string {
  const places = [querySet, access].filter((place) => place !== undefined).map(placeText);
  const [remedy] = remedies;
  const advice = remedy === undefined ? [] : [`${remedy.title}. ${remedy.explanation}`];
  const notes = note === undefined ? [] : [note];
  const lines = [summary, ...places, ...notes, ...advice].map((line) => `    ${line}`);
  return [`  ${title} (${code})`, ...lines].join('\n');
}

function placeText({ site, source }: FindingPlace): string {
  const where = site.kind === 'source' ? `${site.file}:${site.line}` : site.template;
  return source === undefined ? where : `${where}  ${source}`;
}
