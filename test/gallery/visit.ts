import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { adviseIndexesOf } from '../../src/advice/index.ts';
import { connectCaches, disconnectCaches } from '../../src/cache/index.ts';
import { type App, createApp } from '../../src/http/index.ts';
import {
  createRecorder,
  detectFindings,
  type Finding,
  type Recorder,
  recurringFindings,
  type Trace,
} from '../../src/observe/index.ts';
import { temporaryFolder } from '../support/files.ts';
import { root } from '../support/repository.ts';
import type { GalleryApp } from './app.ts';

/** Rounds of requests that are judged, after those that warm the app up. */
const ROUNDS = 3;
const WARM_UPS = 1;

/** The gallery's tables are small, so that they are soon filled, and soon read. */
const ADVICE = { projectRoot: root, minMs: 0.2 };

/** Builds an app of the gallery and lets it be visited until the test is over. */
export async function openGalleryApp(rule: string, version: 'slow' | 'right'): Promise<Opened> {
  const file = join(import.meta.dirname, rule, `${version}.ts`);
  const { app: declared } = (await import(file)) as { app: GalleryApp };
  connectCaches({ default: declared.cache ?? 'memory:' }, temporaryFolder());
  const templates = join(import.meta.dirname, rule, version);
  const app = createApp({
    mode: 'development',
    ...(existsSync(templates) ? { templates: { directories: [templates] } } : {}),
  });
  await declared.routes(app);
  await app.ready();
  onTestFinished(async () => {
    await app.close();
    await disconnectCaches();
  });
  return { app, declared };
}

export interface Opened {
  readonly app: App;
  readonly declared: GalleryApp;
}

/** The findings that come again and again when the app is asked what its visitors ask. */
export async function findingsOf(opened: Opened): Promise<readonly Finding[]> {
  const traces = await visitRepeatedly(opened, WARM_UPS, ROUNDS);
  const advice = await adviseIndexesOf(traces, ADVICE);
  return recurringFindings(traces, { projectRoot: root, advice }).findings;
}

/** What the toolbar would show for one or the other of its requests: a busy machine may hide some. */
export async function alarmsOf(opened: Opened): Promise<readonly Finding[]> {
  const recent = await visitRepeatedly(opened, WARM_UPS, ROUNDS);
  const advice = await adviseIndexesOf(recent, ADVICE);
  return recent.flatMap((trace) => detectFindings(trace, { projectRoot: root, recent, advice }));
}

/** Sends rounds of requests and returns the traces of those after the first ones. */
export async function visitRepeatedly(
  { app, declared }: Opened,
  warmUps: number,
  rounds: number,
): Promise<readonly Trace[]> {
  const recorder = createRecorder({ maxTraces: 1_000, watchesRows: true, keepsValues: true });
  recorder.start();
  try {
    for (let round = 0; round < warmUps; round++) await visitOnce(app, declared);
    const before = new Set(recorder.traces());
    for (let round = 0; round < rounds; round++) await visitOnce(app, declared);
    return (await finished(recorder)).filter((trace) => !before.has(trace));
  } finally {
    recorder.stop();
  }
}

async function visitOnce(
  app: App,
  { request = { url: '/' }, concurrency = 1 }: GalleryApp,
): Promise<void> {
  const answers = await Promise.all(
    Array.from({ length: concurrency }, () => app.inject({ method: 'GET', ...request })),
  );
  const failed = answers.find(({ statusCode }) => statusCode >= 400);
  if (failed !== undefined) throw new Error(`${request.url}: ${failed.statusCode} ${failed.body}`);
}

/** The traces once the account of each is told, which is two turns of the loop after the answer. */
async function finished(recorder: Recorder): Promise<readonly Trace[]> {
  while (recorder.traces().some(({ totalMs }) => totalMs === undefined)) await setImmediate();
  for (let turn = 0; turn < 4; turn++) await setImmediate();
  return recorder.traces();
}

/** What the mark in the sources of an app says: which rule, and on which line. */
export interface Expected {
  readonly code: string;
  /** `test/gallery/n-plus-one/slow.ts:12`. */
  readonly place: string;
}

/** On a line of its own it stands for the one below. */
const MARK = /(?<before>.*)(?:\/\/|\{#) finding: (?<code>[\w-]+)/;

/** Reads the mark `finding: n-plus-one`, which one line of a slow app, or of its templates, has. */
export function expectedFinding(name: string): Expected {
  const folder = join(import.meta.dirname, name);
  const files = ['slow.ts', ...templatesOf(folder)].map((file) => join(folder, file));
  const marks = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, index) => {
        const groups = MARK.exec(line)?.groups;
        if (groups === undefined) return [];
        const number = groups.before!.trim() === '' ? index + 2 : index + 1;
        return [{ code: groups.code!, place: `${relative(root, file)}:${number}` }];
      }),
  );
  if (marks.length !== 1) throw new Error(`${name}: ${marks.length} lines are marked, not 1`);
  return marks[0]!;
}

/** Where a finding points. */
export function placeOf({ querySet, access }: Finding): string | undefined {
  const site = (querySet ?? access)?.site;
  return site?.kind === 'source' ? `${site.file}:${site.line}` : site?.template;
}

function templatesOf(folder: string): readonly string[] {
  const templates = join(folder, 'slow');
  return existsSync(templates) ? readdirSync(templates).map((name) => join('slow', name)) : [];
}
