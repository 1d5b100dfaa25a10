import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runChecks } from '../../src/checks/index.ts';
import {
  compareCompiledTemplates,
  compileProjectTemplates,
  createProjectTemplates,
  loadProject,
} from '../../src/project/index.ts';
import { temporaryProject, uptempo } from './uptempo.ts';

const SITE = {
  'package.json': '{ "type": "module" }',
  'uptempo.config.ts': `
    import { defineConfig } from 'uptempo';
    export const config = defineConfig({
      templates: { directories: ['templates'] },
      allowedHosts: ['localhost'],
      routes: () => import('./routes.ts'),
    });`,
  'routes.ts': `
    export function routes(app) {
      app.get('/', (request, reply) => reply.render('movies.html', { movies: [{ title: '<Jaws>', votes: 4500 }] }));
    }`,
  'templates/base.html': '<h1>{% block content %}{% endblock %}</h1>',
  'templates/movies.html':
    '{% extends "base.html" %}{% load humanize %}{% block content %}{% for movie in movies %}{% include "row.html" %}{{ movie.votes|intcomma }}{% endfor %}{% endblock %}',
  'templates/row.html': '[{{ movie.title }}]',
  'templates/.swp': '{% nothing %}',
  // A site behind Node's own server: Fastify's router makes code from text itself.
  'server.ts': `
    import { createServer } from 'node:http';
    // node:vm makes code from text under the flag too, and other runtimes have none.
    if (process.env.WITHOUT_VM) process.getBuiltinModule = () => undefined;
    import { createProjectTemplates, loadProject } from 'uptempo/project';
    const engine = await createProjectTemplates(await loadProject(), 'production');
    const server = createServer(async (request, response) => {
      try {
        response.end(await engine.render('movies.html', { movies: [{ title: '<Jaws>', votes: 4500 }] }));
      } catch (error) {
        response.end(error.code);
      }
    });
    server.listen(0, '127.0.0.1', async () => {
      console.log(await (await fetch('http://127.0.0.1:' + server.address().port)).text());
      server.close();
      server.closeAllConnections();
    });`,
};

const PAGE = '<h1>[&lt;Jaws&gt;]4,500</h1>';

/** What the site's server answers, where code can be made from text or where it can't. */
function serve(folder: string, where: 'free' | 'strict'): string {
  const flags = where === 'strict' ? ['--disallow-code-generation-from-strings'] : [];
  return execFileSync(process.execPath, ['--conditions=uptempo-source', ...flags, 'server.ts'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, WITHOUT_VM: where === 'strict' ? '1' : '' },
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

test('a site renders without making code from text, and stale templates are noticed', async () => {
  const folder = temporaryProject(SITE);
  expect(serve(folder, 'strict')).toBe('templates.compiled.missing');
  const { code, output, errors } = await uptempo(['compiletemplates'], { folder });
  expect(code).toBe(0);
  expect(output).toMatch(/^Wrote 3 templates, \d+\.\d kB, to compiled-templates\.$/m);
  expect(errors).toMatch(/Templates: 3 in /);
  expect(serve(folder, 'strict')).toBe(PAGE);

  writeFileSync(join(folder, 'templates/row.html'), '({{ movie.title }})');
  const check = await uptempo(['compiletemplates', '--check', '--json'], { folder });
  expect(check.code).toBe(1);
  expect(JSON.parse(check.output)).toEqual({
    isFresh: false,
    changed: ['row.html'],
    missing: [],
    extra: [],
  });
  expect(serve(folder, 'strict')).toBe('templates.compiled.missing');
  expect(serve(folder, 'free')).toBe(PAGE.replace('[', '(').replace(']', ')'));
});

describe('what is compiled', () => {
  async function project(files: Readonly<Record<string, string>> = {}) {
    const folder = temporaryProject({ ...SITE, ...files });
    return { folder, project: await loadProject(folder) };
  }

  test('is compared by name and text', async () => {
    const { folder, project: site } = await project();
    const names = ['base.html', 'movies.html', 'row.html'];
    const nothing = { changed: [], missing: [], extra: [] };
    expect(await compareCompiledTemplates(site)).toEqual({ ...nothing, missing: names });
    await compileProjectTemplates(site);
    expect(await compareCompiledTemplates(site)).toEqual(nothing);
    writeFileSync(join(folder, 'templates/new.html'), 'new');
    rmSync(join(folder, 'templates/row.html'));
    expect(await compareCompiledTemplates(site)).toEqual({
      changed: [],
      missing: ['new.html'],
      extra: ['row.html'],
    });
    const { messages } = await runChecks(site, { isForDeploy: true, tags: ['performance'] });
    expect(messages).toMatchObject([{ level: 'warning', id: 'checks.templates.stale' }]);
  });

  test('is refused when it is not what the manifest describes', async () => {
    const { folder, project: site } = await project();
    await compileProjectTemplates(site);
    const file = join(folder, 'compiled-templates/templates.mjs');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('<h1>', '<h2>'));
    await expect(createProjectTemplates(site, 'production')).rejects.toMatchObject({
      code: 'project.templates.manifest',
    });
    writeFileSync(join(folder, 'compiled-templates/manifest.json'), '{');
    await expect(compareCompiledTemplates(site)).rejects.toMatchObject({
      code: 'project.templates.manifest',
    });
    // Development does not look at it.
    const engine = await createProjectTemplates(site);
    expect(engine!.render('row.html', { movie: { title: 'Jaws' } })).toBe('[Jaws]');
  });

  test('has no mistakes', async () => {
    const { project: site } = await project({ 'templates/bad.html': '\n{{ a|uper }}' });
    await expect(compileProjectTemplates(site)).rejects.toThrow(/bad\.html, line 2, column 6/);
    expect((await compareCompiledTemplates(site)).missing).toContain('movies.html');
  });

  test('is nothing in a project without templates', async () => {
    const folder = temporaryProject({ 'uptempo.config.ts': 'export const config = {};' });
    await expect(compileProjectTemplates(await loadProject(folder))).rejects.toMatchObject({
      code: 'project.templates.none',
    });
  });
});
