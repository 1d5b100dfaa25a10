export type { Bench, Row, Workload, WorkloadResult } from './bench.ts';
export { type LoadOptions, type LoadResult, sendLoad } from './load-client.ts';
export { importPeer, installedPeers, peerVersions } from './peer.ts';
export {
  isInPython,
  type PythonProgram,
  pythonVersion,
  startPython,
  whyWithoutPython,
} from './python.ts';
export { type ServerSubjectOptions, serverSubject } from './server-subject.ts';
export type { Deferred, Measure, MeasuredSubject, Prepared, Subject } from './subject.ts';
