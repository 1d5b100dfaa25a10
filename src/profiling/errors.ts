import { declareErrors } from '../core/index.ts';

export const profilingError = declareErrors({
  'profiling.request.invalid': {
    summary: 'A profile was asked for with a time, an interval or a format that can’t be.',
    status: 400,
  },
  'profiling.profile.unknown': {
    summary:
      'No profile with that id is kept: it made room for newer ones, is too old, or the server restarted.',
    status: 404,
  },
  'profiling.path.invalid': {
    summary: 'The basePath of the profiler is not a path like /__uptempo/profiler.',
  },
});
