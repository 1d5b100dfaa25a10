import { gzipSync } from 'node:zlib';
import type { CpuProfile } from '../cpu/cpu-profile.ts';
import type { Frame } from '../cpu/frame.ts';
import { lineShares } from '../views/lines.ts';
import { apportion } from './apportion.ts';
import { MessageWriter } from './protobuf.ts';

/** Numbers of fields in https://github.com/google/pprof/blob/main/proto/profile.proto */
const PROFILE = { sampleType: 1, sample: 2, location: 4, function: 5, stringTable: 6 } as const;
const PROFILE_FACTS = { timeNanos: 9, durationNanos: 10, periodType: 11, period: 12 } as const;
const VALUE_TYPE = { type: 1, unit: 2 } as const;
const SAMPLE = { locationId: 1, value: 2, label: 3 } as const;
const LABEL = { key: 1, str: 2 } as const;
const LOCATION = { id: 1, line: 4 } as const;
const LINE = { functionId: 1, line: 2 } as const;
const FUNCTION = { id: 1, name: 2, systemName: 3, filename: 4, startLine: 5 } as const;

/**
 * The profile as a gzipped file of pprof: samples with their count and nanoseconds, lines for
 * `pprof -list`, and the route as the label `route`. Waiting is left out, as in profiles of Go.
 */
export function toPprof(profile: CpuProfile): Uint8Array<ArrayBuffer> {
  const writer = new MessageWriter();
  const tables = new Tables();
  const valueType = (type: string, unit: string) =>
    new MessageWriter()
      .number(VALUE_TYPE.type, tables.text(type))
      .number(VALUE_TYPE.unit, tables.text(unit));
  writer.message(PROFILE.sampleType, valueType('samples', 'count'));
  writer.message(PROFILE.sampleType, valueType('cpu', 'nanoseconds'));
  for (const sample of samplesOf(profile, tables)) writer.message(PROFILE.sample, sample);
  writer.message(PROFILE_FACTS.periodType, valueType('cpu', 'nanoseconds'));
  tables.write(writer);
  writer
    .number(PROFILE_FACTS.timeNanos, Math.round(profile.startedAt * 1e6))
    .number(PROFILE_FACTS.durationNanos, nanoseconds(profile.durationMs))
    .number(PROFILE_FACTS.period, nanoseconds(profile.samplingIntervalMs));
  return gzipSync(writer.finish());
}

/** What fell on one node in requests of one route. */
interface Total {
  readonly node: number;
  readonly route: number;
  count: number;
  ms: number;
}

function* samplesOf(profile: CpuProfile, tables: Tables): Generator<MessageWriter> {
  for (const { node, route, count, ms } of totalsOf(profile)) {
    const shares = lineShares(profile.nodes[node]!);
    const weights = shares.map(([, share]) => share);
    const counts = apportion(count, weights);
    const times = apportion(nanoseconds(ms), weights);
    for (const [at, [line]] of shares.entries()) {
      if (counts[at] === 0 && times[at] === 0) continue;
      const sample = new MessageWriter()
        .numbers(SAMPLE.locationId, stackOf(profile, node, line, tables))
        .numbers(SAMPLE.value, [counts[at]!, times[at]!]);
      const name = profile.routes[route]!.name;
      yield name === '' ? sample : sample.message(SAMPLE.label, tables.label('route', name));
    }
  }
}

function totalsOf({ nodes, samples, sampleRoutes, weightMs, routes }: CpuProfile): Iterable<Total> {
  const totals = new Map<number, Total>();
  samples.forEach((node, at) => {
    if (nodes[node]!.frame.kind === 'idle') return;
    const route = sampleRoutes[at]!;
    const key = node * routes.length + route;
    const total = totals.get(key) ?? { node, route, count: 0, ms: 0 };
    totals.set(key, total);
    total.count++;
    total.ms += weightMs[at]!;
  });
  return totals.values();
}

/** Ids of locations, the innermost first. Only of that one the line that ran is known. */
function stackOf(profile: CpuProfile, leaf: number, leafLine: number, tables: Tables): number[] {
  const { nodes } = profile;
  const ids = [tables.location(nodes[leaf]!.frame, leafLine)];
  for (let at = nodes[leaf]!.parent; at > 0; at = nodes[at]!.parent) {
    const { frame } = nodes[at]!;
    ids.push(tables.location(frame, frame.line));
  }
  return ids;
}

/** What a profile names once and refers to by number: texts from 0, functions and locations from 1. */
class Tables {
  readonly #texts = new Map<string, number>([['', 0]]);
  readonly #functions = new Map<Frame, number>();
  readonly #locations = new Map<string, number>();
  readonly #messages: [number, MessageWriter][] = [];

  text(value: string): number {
    const known = this.#texts.get(value);
    if (known !== undefined) return known;
    this.#texts.set(value, this.#texts.size);
    return this.#texts.size - 1;
  }

  label(key: string, value: string): MessageWriter {
    return new MessageWriter()
      .number(LABEL.key, this.text(key))
      .number(LABEL.str, this.text(value));
  }

  location(frame: Frame, line: number): number {
    const functionId = this.#functionId(frame);
    const key = `${functionId}:${line}`;
    const known = this.#locations.get(key);
    if (known !== undefined) return known;
    const id = this.#locations.size + 1;
    this.#locations.set(key, id);
    const place = new MessageWriter().number(LINE.functionId, functionId).number(LINE.line, line);
    const message = new MessageWriter().number(LOCATION.id, id).message(LOCATION.line, place);
    this.#messages.push([PROFILE.location, message]);
    return id;
  }

  /** Writes what the samples have referred to. */
  write(writer: MessageWriter): void {
    for (const [field, message] of this.#messages) writer.message(field, message);
    for (const text of this.#texts.keys()) writer.text(PROFILE.stringTable, text);
  }

  #functionId(frame: Frame): number {
    const known = this.#functions.get(frame);
    if (known !== undefined) return known;
    const id = this.#functions.size + 1;
    this.#functions.set(frame, id);
    const name = this.text(frame.functionName);
    const message = new MessageWriter()
      .number(FUNCTION.id, id)
      .number(FUNCTION.name, name)
      .number(FUNCTION.systemName, name)
      .number(FUNCTION.filename, this.text(frame.file))
      .number(FUNCTION.startLine, frame.line);
    this.#messages.push([PROFILE.function, message]);
    return id;
  }
}

function nanoseconds(ms: number): number {
  return Math.round(ms * 1e6);
}
