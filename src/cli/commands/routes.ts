import { relative } from 'node:path';
import type { RouteEntry } from '../../http/index.ts';
import { createProjectApp, loadProject } from '../../project/index.ts';
import { defineBuiltIn } from '../built-in-commands.ts';

export const routes = defineBuiltIn({
  help: 'List the routes of the project in the order they were added.',
  options: { json: { type: 'boolean', help: 'Print them as JSON.' } },
  async run({ options, terminal }) {
    const project = await loadProject();
    const app = await createProjectApp(project, { mode: 'development', toolbar: false });
    const entries = app.routeList.map((entry) => describe(entry, project.root));
    await app.close();
    if (options.json) terminal.json(entries);
    else if (entries.length === 0) terminal.line('This project has no routes.');
    else terminal.table(entries.map(row));
    return 0;
  },
});

interface DescribedRoute {
  readonly methods: readonly string[];
  readonly path: string;
  readonly name: string | null;
  /** From the project's folder; null for a route that a package added. */
  readonly file: string | null;
  readonly line: number | null;
}

function describe({ methods, path, name, site }: RouteEntry, root: string): DescribedRoute {
  const location = site?.location;
  return {
    methods,
    path,
    name: name ?? null,
    file: location === undefined ? null : relative(root, location.file),
    line: location?.line ?? null,
  };
}

function row({ methods, path, name, file, line }: DescribedRoute) {
  return {
    Method: methods.join(', '),
    Path: path,
    Name: name,
    'Added at': file === null ? null : `${file}:${line}`,
  };
}
