import type { Finding, Remedy, Rule, RuleScope } from '../finding.ts';
import type { Trace } from '../trace.ts';
import { advice, makeFinding, milliseconds } from './make-finding.ts';
import { routeSubject, viewPlace } from './place.ts';

/** Sentry's figures: less is no large payload, and a quick one is nobody's problem. */
const LARGE_BYTES = 300_000;
const MIN_MS = 100;

/** What shrinks to a fraction when it is compressed. */
const COMPRESSIBLE = /^(?:text\/|application\/(?:[\w.-]+\+)?(?:json|xml|javascript)\b)/i;

/** A large answer that took long: it has to be read, made, sent and parsed. */
export const largePayload: Rule = {
  code: 'large-payload',
  title: 'Large response',
  isTimed: true,
  detect(trace, scope) {
    const { contentLength = 0, contentType = '', totalMs = 0, status = 0 } = trace;
    const isMade = COMPRESSIBLE.test(contentType) && status < 400;
    const isLarge = isMade && contentLength >= LARGE_BYTES && totalMs >= MIN_MS;
    return isLarge ? [toFinding(trace, contentLength, scope)] : [];
  },
};

function toFinding(trace: Trace, bytes: number, scope: RuleScope): Finding {
  const { cpuMs, templateMs, gcMs } = trace.account;
  const madeMs = cpuMs + templateMs + gcMs;
  const facts = {
    title: 'Large response',
    summary: `${kilobytes(bytes)} of ${trace.contentType?.split(';', 1)[0]} were sent${trace.contentEncoding === undefined ? ' uncompressed' : ''}, by a request of ${milliseconds(trace.totalMs ?? 0)}.`,
    subject: routeSubject(trace),
    place: viewPlace(trace, scope),
    costMs: madeMs,
    savedMs: madeMs * (1 - LARGE_BYTES / 2 / bytes),
    isUpperBound: true,
    remedies: remediesOf(trace),
  };
  return makeFinding(largePayload, facts, trace);
}

function remediesOf({ contentEncoding }: Trace): readonly Remedy[] {
  const less = advice(
    'Send less',
    'Take a page of the rows, only() the columns that are shown, and leave out what the reader asks ' +
      'for with a request of its own.',
  );
  if (contentEncoding !== undefined) return [less];
  return [
    less,
    advice(
      'And compress it',
      'Text shrinks to a tenth or a quarter. Let the proxy in front do it, or a plugin such as ' +
        '@fastify/compress.',
    ),
  ];
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1_000).toLocaleString('en')} kB`;
}
