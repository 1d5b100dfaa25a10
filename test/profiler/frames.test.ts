import { expect, test } from 'vitest';
import { functionsOf, readCpuProfile } from '../../src/profiler/index.ts';
import { root } from '../support/repository.ts';

/** The kind of the only frame of a profile. */
function kindOf(url: string, functionName = 'f'): string {
  const frame = { functionName, scriptId: '1', url, lineNumber: 2, columnNumber: 0 };
  const callFrame = { ...frame, functionName: '(root)', url: '', lineNumber: -1 };
  const profile = readCpuProfile({
    nodes: [
      { id: 1, callFrame, hitCount: 0, children: [2] },
      { id: 2, callFrame: frame, hitCount: 1 },
    ],
    startTime: 0,
    endTime: 2_000,
    samples: [2],
    timeDeltas: [1_000],
  });
  return functionsOf(profile)[0]!.frame.kind;
}

test.each([
  ['file:///srv/cinema/movies.ts', 'application'],
  ['/srv/cinema/legacy.cjs', 'application'],
  ['C:\\cinema\\legacy.js', 'application'],
  ['evalmachine.<anonymous>', 'application'],
  ['file:///srv/cinema/templates/movies/list.html', 'template'],
  ['/srv/cinema/templates/mail.txt', 'template'],
  ['template:movies/list.html', 'template'],
  ['file:///srv/cinema/node_modules/fastify/fastify.js', 'package'],
  ['file:///srv/cinema/node_modules/uptempo/dist/orm/index.js', 'framework'],
  [`file://${root}/src/orm/index.ts`, 'framework'],
  ['node:internal/timers', 'node'],
  ['wasm://wasm/00ad0bc6', 'native'],
  ['', 'native'],
  ['file:///%ff', 'application'],
])('%j is of the %s', (url, kind) => {
  expect(kindOf(url)).toBe(kind);
});

test.each([
  ['(program)', 'program'],
  ['(garbage collector)', 'gc'],
  ['toString', 'native'],
  ['__proto__', 'native'],
])('%s without a file is of the kind %s', (name, kind) => {
  expect(kindOf('', name)).toBe(kind);
});
