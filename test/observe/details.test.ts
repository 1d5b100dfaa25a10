import fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import {
  createRequestContext,
  logChannel,
  runInContext,
  templateRenderChannel,
} from '../../src/events/index.ts';
import { installRequestEvents } from '../../src/http/index.ts';
import { createRecorder, type Recorder, traceToJson } from '../../src/observe/index.ts';
import { publishRequest, record } from './cinema-events.ts';

/** A recorder that keeps details, until the test is over. */
function recording(): Recorder {
  const recorder = createRecorder({ recordsDetails: true });
  recorder.start();
  onTestFinished(() => recorder.stop());
  return recorder;
}

test('lines of console and of Fastify’s logger are in the trace of their request', async () => {
  const recorder = recording();
  const written: string[] = [];
  const app = fastify({
    logger: { redact: ['card'], stream: { write: (line: string) => void written.push(line) } },
  });
  onTestFinished(() => app.close());
  installRequestEvents(app);
  app.get('/', async (request) => {
    request.log.warn({ room: 2, card: '4111' }, 'Room %d is full', 2);
    console.error('No seats in %s', 'room 2');
    return 'ok';
  });
  await app.inject('/');
  const { logs } = traceToJson(recorder.traces()[0]!);
  const own = logs.filter(({ message }) => message !== 'request completed');
  expect(own).toMatchObject([
    {
      level: 'warn',
      source: 'logger',
      message: 'Room 2 is full',
      fields: '{"room":2,"card":"[Redacted]"}',
    },
    { level: 'error', source: 'console', message: 'No seats in room 2', fields: '' },
  ]);
  for (const { site } of own) expect(site).toMatchObject({ kind: 'source' });
  expect(written.some((line) => line.includes('Room 2 is full'))).toBe(true);
});

test('nothing of console or logger is looked at without details', () => {
  const recorder = createRecorder();
  recorder.start();
  onTestFinished(() => recorder.stop());
  expect(logChannel.hasSubscribers).toBe(false);
});

test('a long line is cut', () => {
  recording();
  const lines: string[] = [];
  onTestFinished(logChannel.subscribe(({ message }) => lines.push(message)));
  runInContext(createRequestContext(), () => console.error('x'.repeat(2_100)));
  expect(lines[0]?.length).toBe(2_001);
});

test('contexts are described after the request, and let go', async () => {
  const recorder = recording();
  let asked = 0;
  publishRequest((context) => {
    for (let index = 0; index < 60; index++) publishRender(1, 'card.html');
    publishRender(0, 'page.html');

    function publishRender(depth: number, template: string): void {
      templateRenderChannel.publish({
        context,
        template,
        file: undefined,
        depth,
        startedMs: 1,
        durationMs: 1,
        outputLength: 1,
        contextNames: ['title', 'password'],
        contextValues: () => {
          asked++;
          return { title: 'Jaws', password: 's3cret', rows: Promise.resolve([]) };
        },
        error: undefined,
      });
    }
  });
  expect(asked).toBe(0);
  const trace = () => recorder.traces()[0]!;
  await expect
    .poll(() => trace().templates.at(-1)?.contextTexts)
    .toEqual({
      title: '"Jaws"',
      password: '••••••',
      rows: 'Promise (not awaited)',
    });
  expect(asked).toBe(21);
  expect(traceToJson(trace()).templates.at(-2)?.contextTexts).toBe(null);
});

test('a recorder without details keeps no values', async () => {
  const trace = record(() => publishRequest(() => {}));
  expect(trace.logs).toEqual([]);
  expect(trace.signals).toEqual([]);
});
