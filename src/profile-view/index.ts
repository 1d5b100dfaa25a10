// Its types name elements, whatever the libraries of who imports them.
/// <reference lib="dom" preserve="true" />

export type {
  FileJson,
  FrameJson,
  FunctionJson,
  HeapChangeJson,
  HeapEntry,
  HeapGroupJson,
  HeapList,
  LineJson,
  ProfileDocument,
  ProfileEntry,
  ProfileList,
  ProfileTimesJson,
  RouteJson,
  RunningJson,
  TreeJson,
} from './document.ts';
export { type FlameBox, FlameTree, layoutFlame, matchedShare } from './flame-layout.ts';
export { heapView } from './heap-view.ts';
export { keptTree } from './kept-tree.ts';
export { type ProfileViewOptions, profileView } from './profile-view.ts';
export { ProfilerClient, ProfilerUnavailable } from './profiler-client.ts';
export { showProfile } from './shown-profile.ts';
export { PROFILE_STYLE } from './style-profile.ts';
