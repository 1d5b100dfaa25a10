import { setImmediate, setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createRequestContext, currentContext, runInContext } from '../../src/events/index.ts';

test('outside of a unit of work there is no context', () => {
  expect(currentContext()).toBeUndefined();
});

test('a context is current through every await below it, and gone after', async () => {
  const context = createRequestContext();
  const seen = await runInContext(context, async () => {
    const before = currentContext();
    await setTimeout(1);
    await setImmediate();
    return [before, currentContext()];
  });
  expect(seen).toEqual([context, context]);
  expect(currentContext()).toBeUndefined();
});

test('requests that run at the same time keep to their own', async () => {
  const contexts = [createRequestContext(), createRequestContext()];
  const seen = await Promise.all(
    contexts.map((context) =>
      runInContext(context, async () => {
        await setTimeout(1);
        return currentContext();
      }),
    ),
  );
  expect(seen[0]).toBe(contexts[0]);
  expect(seen[1]).toBe(contexts[1]);
});

test('one within another gives way at its end', () => {
  const request = createRequestContext();
  const task = createRequestContext();
  runInContext(request, () => {
    expect(runInContext(task, currentContext)).toBe(task);
    expect(currentContext()).toBe(request);
  });
});

test('a context ends with an error as well, which passes through', () => {
  const fail = () =>
    runInContext(createRequestContext(), () => {
      throw new Error('The film tore.');
    });
  expect(fail).toThrow('The film tore.');
  expect(currentContext()).toBeUndefined();
});

test('ids are unique and hard to guess', () => {
  const ids = Array.from({ length: 1000 }, () => createRequestContext().id);
  expect(new Set(ids).size).toBe(1000);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/);
});

test('values attached by one folder are read back under its symbol', () => {
  const key = Symbol('queries');
  const context = createRequestContext();
  context.values.set(key, 3);
  expect(runInContext(context, () => currentContext()?.values.get(key))).toBe(3);
  expect(createRequestContext().values.size).toBe(0);
});
