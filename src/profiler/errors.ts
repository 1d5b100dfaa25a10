import { declareErrors } from '../core/index.ts';

export const profilerError = declareErrors({
  'profiler.busy': {
    summary: 'A profile was asked for while another is taken; a process takes one at a time.',
    status: 409,
  },
  'profiler.unavailable': {
    summary: 'This Node has no inspector, or it cannot be reached, so nothing can be profiled.',
    status: 501,
  },
  'profiler.options.conflict': {
    summary: '`profileCpu()` was given both a time and work, or neither.',
  },
  'profiler.profile.invalid': {
    summary: 'A file or an answer is not a CPU profile as V8 writes it.',
    status: 400,
  },
  'profiler.profile.too_long': {
    summary: 'A profile would hold more samples than are kept: its time divided by its interval.',
    status: 400,
  },
  'profiler.profile.discarded': {
    summary: 'A profile was discarded before it was read.',
    status: 409,
  },
  'profiler.route.unknown': {
    summary: 'A profile holds no request of the route that was asked for.',
    status: 404,
  },
  'profiler.snapshot.invalid': {
    summary: 'A file is not a heap snapshot as V8 writes it.',
    status: 400,
  },
});
