import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CompiledTemplates } from '../templates/index.ts';
import { projectError } from './errors.ts';

/** The two files of the directory. */
const MODULE = 'templates.mjs';
const MANIFEST = 'manifest.json';

/** What was compiled: the text of each template, and the module as it was written, by hash. */
export interface Manifest {
  readonly module: string;
  readonly templates: Readonly<Record<string, string>>;
}

/** Writes the module and its manifest. @param templates - hash of each template's text. */
export function writeCompiledTemplates(
  directory: string,
  module: string,
  templates: Manifest['templates'],
): void {
  mkdirSync(directory, { recursive: true });
  write(join(directory, MODULE), module);
  const manifest: Manifest = { module: hashOf(module), templates };
  write(join(directory, MANIFEST), `${JSON.stringify(manifest, undefined, 2)}\n`);
}

/**
 * The functions compiled ahead, undefined when there are none. Code whose template has changed since
 * is not used: the engine finds a function by the hash of its code.
 *
 * @throws project.templates.manifest when the module is not the one that the manifest describes
 */
export async function readCompiledTemplates(
  directory: string,
): Promise<CompiledTemplates | undefined> {
  const manifest = readManifest(directory);
  if (manifest === undefined) return undefined;
  const file = join(directory, MODULE);
  if (!existsSync(file) || hashOf(readFileSync(file, 'utf8')) !== manifest.module) {
    throw damaged(directory, `${MODULE} is not the one that ${MANIFEST} describes`);
  }
  const { compiledTemplates } = await import(pathToFileURL(file).href);
  return compiledTemplates;
}

/**
 * What was compiled into a directory, undefined when nothing was.
 *
 * @throws project.templates.manifest
 */
export function readManifest(directory: string): Manifest | undefined {
  const file = join(directory, MANIFEST);
  if (!existsSync(file)) return undefined;
  try {
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof manifest?.module === 'string' && typeof manifest.templates === 'object') {
      return manifest;
    }
  } catch (error) {
    throw damaged(directory, `${MANIFEST} is no JSON`, error);
  }
  throw damaged(directory, `${MANIFEST} lacks its parts`);
}

function damaged(directory: string, problem: string, cause?: unknown): Error {
  return projectError(
    'project.templates.manifest',
    `The templates compiled ahead in ${directory} can't be used: ${problem}.`,
    { hint: 'Run uptempo compiletemplates again, or delete the directory.', cause },
  );
}

/** A server that starts meanwhile sees the old file or the new one. */
function write(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
