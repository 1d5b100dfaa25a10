import { fileURLToPath } from 'node:url';
import { type PythonProgram, type Subject, startPython } from '../harness/index.ts';
import { TEMPLATES } from './django-templates.ts';
import type { PageData } from './pages.ts';

const PROGRAM = fileURLToPath(new URL('../peers/templates/render.py', import.meta.url));

export type PythonEngine = 'jinja2' | 'django';

/** A page of Jinja2 or Django, which measure the time of their renders themselves. */
export function pythonSubject(
  engine: PythonEngine,
  page: keyof typeof TEMPLATES,
  data: PageData,
  isCold = false,
): Subject {
  let program: PythonProgram | undefined;
  return {
    minSampleMs: 20,
    async open() {
      program = startPython(PROGRAM, [engine], { templates: TEMPLATES, data });
    },
    once: () => program!.ask({ page }),
    run: async (count) => Number(await program!.ask({ page, count, isCold })),
    async close() {
      program?.end();
    },
  };
}
