import { AsyncLocalStorage } from 'node:async_hooks';
import {
  CallSite,
  createRequestContext,
  currentContext,
  defineChannel,
  runInContext,
} from '../src/events/index.ts';
import type { Bench, Workload } from './harness/index.ts';

interface Screening {
  readonly title: string;
  readonly startedMs: number;
}

/** What the code that publishes looks like everywhere: ask first, then build the payload. */
function publishing(name: `uptempo:${string}`, subscribers: number): () => number {
  const channel = defineChannel<Screening>(name);
  for (let index = 0; index < subscribers; index++) channel.subscribe(() => {});
  let seats = 0;
  return () => {
    seats = (seats + 1) % 100;
    if (channel.hasSubscribers) channel.publish({ title: 'Jaws', startedMs: seats });
    return 1975;
  };
}

const withoutChannel = (): (() => number) => {
  let seats = 0;
  return () => {
    seats = (seats + 1) % 100;
    return 1975;
  };
};

/** Calls `work` below this many frames more. */
function below<T>(depth: number, work: () => T): T {
  return depth === 0 ? work() : below(depth - 1, work);
}

const channels: Workload = {
  name: 'channel',
  limit: 'no channel',
  subjects: {
    'no channel': withoutChannel(),
    'nobody listens': publishing('uptempo:bench:unheard', 0),
    'one subscriber': publishing('uptempo:bench:heard', 1),
  },
};

const callSites: Workload = {
  name: 'call site, 12 frames deep',
  limit: 'new Error()',
  subjects: {
    'new Error()': () => below(12, () => new Error()),
    'CallSite.capture()': () => below(12, () => CallSite.capture()),
    'CallSite.capture(NEAR)': () => below(12, () => CallSite.capture(CallSite.NEAR)),
    'captured and read': () => below(12, () => CallSite.capture(CallSite.NEAR).key),
  },
  check() {},
};

const contexts: Workload = (() => {
  const storage = new AsyncLocalStorage<unknown>();
  const context = createRequestContext();
  return {
    name: 'context',
    limit: 'AsyncLocalStorage.run()',
    subjects: {
      'AsyncLocalStorage.run()': () => storage.run(context, () => 1975),
      'runInContext()': () => runInContext(context, () => 1975),
      'createRequestContext() and run': () => runInContext(createRequestContext(), () => 1975),
    },
  };
})();

const lookUps: Workload = (() => {
  const storage = new AsyncLocalStorage<unknown>();
  return {
    name: 'current context',
    limit: 'AsyncLocalStorage.getStore()',
    subjects: {
      'AsyncLocalStorage.getStore()': () => storage.getStore(),
      'currentContext()': () => currentContext(),
    },
  };
})();

export const bench: Bench = {
  name: 'events',
  description: 'Channels, call sites and contexts against the parts of Node they are made of.',
  workloads: [channels, callSites, contexts, lookUps],
};
