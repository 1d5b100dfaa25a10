import { fileURLToPath } from 'node:url';

/**
 * Whose code a frame is. `native` is code without a source: functions of V8, regular expressions,
 * WebAssembly, code that was made from text. `program` is the process outside of JavaScript, `profiler` what
 * taking the profile cost.
 */
export type FrameKind =
  | 'application'
  | 'template'
  | 'framework'
  | 'package'
  | 'node'
  | 'native'
  | 'gc'
  | 'program'
  | 'profiler'
  | 'idle';

/** A function as profiles name it. Lines and columns count from 1; 0 where there is none. */
export interface Frame {
  /** `(anonymous)` where it has no name. */
  readonly functionName: string;
  /** As V8 knows it: a URL, a path, `node:…`, `template:…`, or empty. */
  readonly url: string;
  /** Absolute path, or the URL where it is no file; empty for native code. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly kind: FrameKind;
}

/** The folder that holds this framework, `src/` or `dist/`. */
const FRAMEWORK_FOLDER = fileURLToPath(new URL('../..', import.meta.url));

/** What is done there is done for the profile. */
const PROFILER_FOLDER = fileURLToPath(new URL('..', import.meta.url));

/** The framework where it runs from another folder than this process's, as in a profile of a server. */
const INSTALLED_FRAMEWORK = /[\\/]node_modules[\\/]uptempo[\\/]/;
const PACKAGES = /[\\/]node_modules[\\/]/;

/**
 * What a script's name ends with. A compiled template has the name of its file, whose lines its
 * code keeps, or `template:` and its name; so what else is loaded under a path is a template.
 */
const SCRIPT = /\.(?:[cm]?[jt]sx?|node|wasm|json)(?:\?.*)?$/;
const SCHEME = /^[a-z][a-z\d+.-]+:/i;

const PSEUDO_FRAMES: Readonly<Record<string, FrameKind>> = {
  '(root)': 'program',
  '(program)': 'program',
  '(idle)': 'idle',
  '(garbage collector)': 'gc',
};

/** @param line, column - as V8 counts them in a profile: from 0, and -1 for none. */
export function makeFrame(name: string, url: string, line: number, column: number): Frame {
  const file = toPath(url);
  return {
    functionName: name === '' ? '(anonymous)' : name,
    url,
    file,
    line: line + 1,
    column: column + 1,
    kind: kindOf(name, file),
  };
}

/** Stands in profiles for what taking them cost. */
export const PROFILER_FRAME: Frame = Object.freeze({
  functionName: '(profiler)',
  url: '',
  file: '',
  line: 0,
  column: 0,
  kind: 'profiler',
});

/** `movies.ts:12`, or the name alone where there is no place. */
export function placeOf({ file, line }: Frame): string {
  return line > 0 && file !== '' ? `${file}:${line}` : file;
}

function kindOf(name: string, file: string): FrameKind {
  if (file === '') return (Object.hasOwn(PSEUDO_FRAMES, name) && PSEUDO_FRAMES[name]) || 'native';
  if (file.startsWith('wasm:')) return 'native';
  if (file.startsWith('node:')) return 'node';
  if (file.startsWith('template:')) return 'template';
  if (file.startsWith(PROFILER_FOLDER)) return 'profiler';
  if (file.startsWith(FRAMEWORK_FOLDER) || INSTALLED_FRAMEWORK.test(file)) return 'framework';
  if (PACKAGES.test(file)) return 'package';
  return SCHEME.test(file) || SCRIPT.test(file) || !isPath(file) ? 'application' : 'template';
}

function isPath(file: string): boolean {
  return file.startsWith('/') || /^[A-Za-z]:[\\/]/.test(file);
}

function toPath(url: string): string {
  if (!url.startsWith('file://')) return url;
  try {
    return fileURLToPath(url);
  } catch {
    // A profile of another machine can name files in ways that this one has no path for.
    return url;
  }
}
