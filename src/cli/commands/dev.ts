import { dirname } from 'node:path';
import { findConfigFile } from '../../project/index.ts';
import { flagOf } from '../arguments.ts';
import { defineBuiltIn } from '../built-in-commands.ts';
import { type DevelopmentOptions, serveDevelopment } from '../dev/development-server.ts';
import { isSupervised } from '../dev/supervision.ts';
import { supervise } from '../dev/supervisor.ts';
import { LISTEN_OPTIONS } from '../listen-options.ts';

export const dev = defineBuiltIn({
  help:
    'Serve the project with the toolbar, and start again when a file changes.\n' +
    'Errors are shown in full and only this machine’s own host names are answered to, so this\n' +
    'is for development; uptempo serve is for production.',
  options: {
    ...LISTEN_OPTIONS,
    toolbar: { type: 'boolean', default: true, help: 'Serve pages without the toolbar.' },
    watch: { type: 'boolean', default: true, help: 'Do not start again when a file changes.' },
  },
  async run({ options, terminal }) {
    if (isSupervised() || !options.watch) return serveDevelopment(options, terminal);
    const root = dirname(findConfigFile());
    return supervise({ root, argv: ['dev', ...childArguments(options)], terminal });
  },
});

function childArguments({ host, port, toolbar }: DevelopmentOptions): readonly string[] {
  return [
    ...(host === undefined ? [] : [flagOf('host'), host]),
    ...(port === undefined ? [] : [flagOf('port'), String(port)]),
    ...(toolbar ? [] : ['--no-toolbar']),
  ];
}
