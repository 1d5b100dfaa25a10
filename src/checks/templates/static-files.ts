import { readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { nearest } from '../../core/index.ts';
import type { Project } from '../../project/index.ts';
import type { TemplateInspection, TemplateReference } from '../../templates/index.ts';
import type { CheckMessage } from '../check.ts';
import { placeOf } from './place.ts';

/** Files that `{% static %}` names are in the static directory. */
export function checkStaticFiles(
  templates: readonly TemplateInspection[],
  { settings, configFile }: Project,
): readonly CheckMessage[] {
  const used = templates.flatMap(({ references }) =>
    references.filter(({ kind }) => kind === 'static'),
  );
  const directory = settings.static?.directory;
  if (directory !== undefined) return used.flatMap((reference) => checkFile(reference, directory));
  return used.slice(0, 1).map(({ location }) => ({
    level: 'warning',
    id: 'checks.static.unset',
    message: 'Templates use {% static %}, and the project serves no static directory.',
    hint: `Add static: { directory: 'static' } to ${configFile}.`,
    place: placeOf(location),
  }));
}

function checkFile(
  { name, location }: TemplateReference,
  directory: string,
): readonly CheckMessage[] {
  const path = name.replace(/^\/+/, '');
  const isFolder = path === '' || path.endsWith('/');
  const stats = statSync(join(directory, path), { throwIfNoEntry: false });
  // A folder is named to put the rest of a path behind it.
  if (isFolder ? stats?.isDirectory() : stats?.isFile()) return [];
  const match = nearest(path, filesIn(directory));
  const question = match === undefined ? '' : `Did you mean "${match}"? `;
  return [
    {
      level: 'error',
      id: 'checks.static.missing',
      message: `There is no static file "${path}".`,
      hint: `${question}Looked in: ${directory}.`,
      place: placeOf(location),
    },
  ];
}

function filesIn(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .map((name) => name.replaceAll(sep, '/'));
}
