import { loadBench, workloadsOf } from './load-bench.ts';
import type { SubjectAddress, SubjectAnswer, SubjectRequest } from './process-subject.ts';
import { type Subject, subjectOf } from './subject.ts';

/** The program behind `processSubject`: one subject of one workload, named in the arguments. */
const address: SubjectAddress = JSON.parse(process.argv[2]!);
const bench = await loadBench(address.bench);
const subject = await findSubject();

process.on('message', (request: SubjectRequest) => {
  void work(request).then((answer) => process.send?.(answer));
});
process.once('disconnect', async () => {
  await subject.close?.();
  await bench.close?.();
  process.exit();
});

async function findSubject(): Promise<Subject> {
  const workloads = await workloadsOf(bench);
  const workload = workloads.find(({ name }) => name === address.workload);
  const found = workload?.subjects[address.subject];
  if (found === undefined) throw new Error(`${address.bench} has no "${address.subject}".`);
  const subject = subjectOf(found, address.measure);
  await subject.open?.();
  return subject;
}

async function work(request: SubjectRequest): Promise<SubjectAnswer> {
  try {
    const value = await (request.kind === 'once' ? subject.once() : subject.run(request.count));
    return { value };
  } catch (error) {
    return { error: (error as Error).message };
  }
}
