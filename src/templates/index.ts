export type { CompiledTemplates } from './ahead-of-time.ts';
export { type InclusionTagDefinition, inclusionTag } from './custom/inclusion-tag.ts';
export {
  defineLibrary,
  type FilterDefinition,
  type FilterFunction,
  type LibraryDefinition,
} from './custom/library.ts';
export { type CustomNode, nodeTag } from './custom/node-tag.ts';
export type { Arguments, Parameters } from './custom/parameters.ts';
export {
  type BlockTagDefinition,
  blockTag,
  type SimpleTagDefinition,
  simpleTag,
} from './custom/simple-tag.ts';
export {
  type ContextProcessor,
  createTemplateEngine,
  type TemplateEngine,
  type TemplateEngineOptions,
  type UrlResolver,
} from './engine.ts';
export type { Expression } from './expression.ts';
export { builtinFilters } from './filters/builtins.ts';
export type {
  InspectedBlock,
  TemplateInspection,
  TemplateProblem,
  TemplateReference,
} from './inspection.ts';
export { builtinLibraries } from './libraries/builtins.ts';
export { templateMessages } from './libraries/i18n/template-messages.ts';
export type { FilterArgument, Library, TagParser } from './library.ts';
export type { LocatedTemplate, TemplateLoader } from './loaders/loader.ts';
export type { NodeList } from './node.ts';
export type { Parser, Tag } from './parser.ts';
export type { FilterScope } from './runtime/filter-scope.ts';
export {
  type FragmentCache,
  type FragmentCaches,
  type FragmentOptions,
  makeTemplateFragmentKey,
} from './runtime/fragments.ts';
export type { RenderLimits } from './runtime/limits.ts';
export type { ContextData } from './runtime/render.ts';
export type { NodeContext, TagContext } from './runtime/tag-context.ts';
export { SafeString, safe } from './safe-string.ts';
export { type TemplateLocation, type TemplateSource, templateLocation } from './source.ts';
export { builtinTags } from './tags/builtins.ts';
export { Template } from './template.ts';
