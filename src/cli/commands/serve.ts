import { listen } from '../../http/index.ts';
import { createProjectApp, loadProject } from '../../project/index.ts';
import { defineBuiltIn } from '../built-in-commands.ts';
import { LISTEN_OPTIONS } from '../listen-options.ts';

export const serve = defineBuiltIn({
  help: 'Serve the project in production mode: no toolbar, no details in error pages.',
  options: LISTEN_OPTIONS,
  async run({ options, terminal }) {
    const project = await loadProject();
    const app = await createProjectApp(project, { mode: 'production' });
    const { url, closed } = await listen(app, {
      host: options.host ?? project.settings.host,
      port: options.port ?? project.settings.port,
    });
    terminal.line(`Serving on ${terminal.style('cyan', url)} in production mode. Ctrl-C stops.`);
    await closed;
    return 0;
  },
});
