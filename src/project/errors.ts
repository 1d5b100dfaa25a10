import { declareErrors } from '../core/index.ts';

export const projectError = declareErrors({
  'project.config.missing': {
    summary: 'No uptempo.config.ts is in the folder or in one above it.',
  },
  'project.config.no_export': {
    summary: 'The configuration file does not export its settings under the name `config`.',
  },
  'project.module.missing': {
    summary: 'A file that the configuration names, or that such a file imports, does not exist.',
  },
  'project.module.no_export': {
    summary: 'The module of the routes does not export a function named `routes`.',
  },
  'project.directory.missing': {
    summary: 'A directory that the configuration names is not there.',
  },
  'project.templates.none': {
    summary: 'Templates are to be compiled ahead, and the settings name none.',
  },
  'project.templates.manifest': {
    summary: 'What `uptempo compiletemplates` has written is damaged or only half there.',
  },
  'project.environment.invalid': {
    summary: 'PORT, HOST or UPTEMPO_MODE in the environment has a value that cannot be used.',
  },
});
