import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ChildMessages } from './child-messages.ts';
import { minSampleMsOf } from './function-subject.ts';
import type { Measure, Subject } from './subject.ts';

/** Which function a process is to run. */
export interface SubjectAddress {
  /** Name of the bench. */
  readonly bench: string;
  readonly workload: string;
  readonly subject: string;
  readonly measure: Measure;
}

/** What the process is asked: the result of the work, or the cost of doing it so many times. */
export type SubjectRequest = { readonly kind: 'once' } | { readonly kind: 'run'; count: number };

/** What it answers: the result, the milliseconds or bytes, or what went wrong. */
export type SubjectAnswer = { readonly value: unknown } | { readonly error: string };

const PROGRAM = fileURLToPath(new URL('./subject-process.ts', import.meta.url));

/** A subject in a process of its own, which loads its bench there and works on request. */
export function processSubject(address: SubjectAddress): Subject {
  let child: ChildProcess | undefined;
  let messages: ChildMessages | undefined;
  const ask = async (request: SubjectRequest): Promise<unknown> => {
    child!.send(request);
    const answer = (await messages!.next()) as SubjectAnswer;
    if ('error' in answer) throw new Error(`"${address.subject}": ${answer.error}`);
    return answer.value;
  };
  return {
    minSampleMs: minSampleMsOf(address.measure),
    async open() {
      child = fork(PROGRAM, [JSON.stringify(address)], {
        execArgv: ['--conditions=uptempo-source'],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        serialization: 'advanced',
      });
      messages = new ChildMessages(child, `"${address.subject}"`);
    },
    once: () => ask({ kind: 'once' }),
    run: async (count) => Number(await ask({ kind: 'run', count })),
    async close() {
      if (child?.connected) child.disconnect();
      await messages?.ended();
    },
  };
}
