import { listen } from '../../http/index.ts';
import { createProjectApp, loadProject } from '../../project/index.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { showBanner } from './banner.ts';
import { logRequests } from './request-log.ts';
import { isSupervised, leaveSupervisor, onSupervisorStop, reportListening } from './supervision.ts';

export interface DevelopmentOptions {
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly toolbar: boolean;
}

/** Requests in flight must not hold up a restart for long. */
const GRACE_MS = 1_000;

/** Of Node's 10 the framework takes most, so the application's line would not be among them. */
const STACK_FRAMES = 50;

/** Serves the project of the working directory in development mode until it is told to stop. */
export async function serveDevelopment(
  options: DevelopmentOptions,
  terminal: Terminal,
): Promise<undefined> {
  Error.stackTraceLimit = STACK_FRAMES;
  let stop: () => unknown = () => process.exit(0);
  if (isSupervised()) onSupervisorStop(() => stop());
  try {
    const project = await loadProject();
    const toolbar = options.toolbar && project.settings.toolbar;
    const app = await createProjectApp(project, { mode: 'development', toolbar, history: true });
    logRequests(app, terminal, project.settings.static?.url);
    const server = await listen(app, {
      host: options.host ?? project.settings.host,
      port: options.port ?? project.settings.port,
      graceMs: GRACE_MS,
    });
    stop = server.close;
    if (isSupervised()) reportListening(server);
    else showBanner(terminal, server.url);
    await server.closed;
  } finally {
    leaveSupervisor();
  }
}
