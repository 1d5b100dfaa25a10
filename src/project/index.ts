export { apmFileOf } from './apm-file.ts';
export { createProjectApp, type ProjectAppOptions } from './app.ts';
export {
  type CompiledComparison,
  type CompiledSummary,
  compareCompiledTemplates,
  compileProjectTemplates,
} from './compile-templates.ts';
export { findConfigFile } from './config-file.ts';
export { connectDatabases, disconnectDatabases, loadModels } from './databases.ts';
export { type Environment, readEnvironment } from './environment.ts';
export { ignoredFindings } from './findings.ts';
export { type HistorySetting, historyOptions } from './history.ts';
export { catalogueLanguages, projectMessages } from './messages.ts';
export { loadProject, type Project, type ProjectSettings } from './project.ts';
export { defineConfig, type RoutesModule, type Settings } from './settings.ts';
export { createProjectTemplates, namesOfTemplates } from './templates.ts';
