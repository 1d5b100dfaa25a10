import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { CallSite } from '../../src/events/index.ts';
import { traceToJson } from '../../src/observe/index.ts';
import { publishDirectorLoad, publishQuery, publishRequest, record } from './cinema-events.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

test('a trace as JSON has offsets, sites and repetitions', () => {
  const trace = record(() =>
    publishRequest((context) => {
      const site = CallSite.capture();
      for (const id of [1, 1, 2]) {
        publishQuery(context, {
          sql: 'SELECT * FROM director WHERE id = ?',
          parameters: [id],
          atMs: 10 * id,
          site,
        });
      }
      publishQuery(context, { kind: 'raw', subject: undefined, sql: 'SELECT 1' });
    }),
  );
  const json = JSON.parse(JSON.stringify(traceToJson(trace, { projectRoot })));

  expect(json).toMatchObject({ id: trace.id, method: 'GET', status: 200, totalMs: 100 });
  expect(json.queries[0]).toMatchObject({
    fingerprint: 'SELECT * FROM director WHERE id = ?',
    duplicates: 2,
    similar: 3,
    parameters: null,
  });
  expect(json.queries[0].offsetMs).toBeCloseTo(10);
  expect(json.queries[0].frames[0]).toMatchObject({
    file: 'test/observe/trace-json.test.ts',
    path: fileURLToPath(import.meta.url),
    line: 12,
  });
  expect(json.queries[2]).toMatchObject({ duplicates: 1, similar: 3 });
  expect(json.queries[3]).toMatchObject({ subject: null, frames: [], duplicates: 1, similar: 1 });
});

test('a file outside of the project is shown by its whole path', () => {
  const trace = record(() =>
    publishRequest((context) => publishQuery(context, { site: CallSite.capture() })),
  );
  const json = traceToJson(trace, { projectRoot: '/srv/cinema' });
  expect(json.queries[0]?.frames[0]).toMatchObject({ file: fileURLToPath(import.meta.url) });
});

test('relation loads name the QuerySet and the access', () => {
  const querySet = CallSite.capture();
  const trace = record(() =>
    publishRequest((context) => {
      const site = CallSite.capture();
      const resultSet = { model: 'Movie', rowCount: 25, site: querySet };
      publishDirectorLoad(context, resultSet, { atMs: 5, id: 7, site });
    }),
  );
  expect(traceToJson(trace, { projectRoot }).relationLoads).toMatchObject([
    {
      relation: 'Movie.director',
      mode: 'one',
      querySet: { file: 'test/observe/trace-json.test.ts', line: 52 },
      access: { file: 'test/observe/trace-json.test.ts', line: 55 },
    },
  ]);
});
