export {
  type CpuProfile,
  type ProfiledRoute,
  type ProfileFacts,
  type ProfileNode,
  readCpuProfile,
} from './cpu/cpu-profile.ts';
export type { Frame, FrameKind } from './cpu/frame.ts';
export { ofRoute } from './cpu/of-route.ts';
export {
  type CpuProfileOptions,
  type CpuProfiling,
  checkSampleCount,
  MAX_DURATION_MS,
  type ProfileCpuOptions,
  profileCpu,
  startCpuProfile,
} from './cpu/profile-cpu.ts';
export type { V8CallFrame, V8Profile, V8ProfileNode } from './cpu/v8-profile.ts';
export { toCpuProfile } from './export/cpuprofile.ts';
export { toPprof } from './export/pprof.ts';
export {
  type SpeedscopeFile,
  type SpeedscopeFrame,
  type SpeedscopeProfile,
  toSpeedscope,
} from './export/speedscope.ts';
export { type HeapAmount, type HeapChange, heapDiff } from './heap/heap-diff.ts';
export { type HeapGroup, type HeapSummary, heapSummary } from './heap/heap-summary.ts';
export { writeHeapSnapshot } from './heap/snapshot-file.ts';
export { type CallNode, type CallTreeOptions, callTree } from './views/call-tree.ts';
export { type FunctionTime, functionsOf, type ProfileTimes, timesOf } from './views/functions.ts';
export {
  type FileReport,
  type LineReport,
  type LineReportOptions,
  lineReport,
} from './views/line-report.ts';
export { type FileTime, type LineTime, linesOf } from './views/lines.ts';
export { shortFile, type TextReportOptions, textReport } from './views/text-report.ts';
