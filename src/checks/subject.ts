import type { App } from '../http/index.ts';
import { createProjectApp, createProjectTemplates, type Project } from '../project/index.ts';
import type { TemplateEngine } from '../templates/index.ts';

/** What checks look at. Its parts are made when the first check asks for them. */
export class CheckSubject {
  readonly project: Project;
  #app: Promise<App> | undefined;
  #templates: Promise<TemplateEngine | undefined> | undefined;

  constructor(project: Project) {
    this.project = project;
  }

  /** The project's application with its routes, which serves nobody. */
  app(): Promise<App> {
    this.#app ??= createProjectApp(this.project, { mode: 'development', toolbar: false });
    return this.#app;
  }

  /** The engine of the project's templates; undefined when the settings name none. */
  templates(): Promise<TemplateEngine | undefined> {
    this.#templates ??= createProjectTemplates(this.project);
    return this.#templates;
  }

  async close(): Promise<void> {
    const app = await this.#app?.catch(() => undefined);
    await app?.close();
  }
}
