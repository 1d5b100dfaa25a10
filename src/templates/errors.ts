import { declareErrors } from '../core/index.ts';

export const templateError = declareErrors({
  'templates.syntax.invalid': {
    summary: 'A tag or an expression in a template is not written as the language wants it.',
  },
  'templates.tag.unknown': {
    summary: 'A template uses a tag that is not built in and that no loaded library has.',
  },
  'templates.tag.unclosed': { summary: 'A block tag has no matching end tag.' },
  'templates.filter.unknown': {
    summary: 'A template uses a filter that is not built in and that no loaded library has.',
  },
  'templates.filter.arguments': {
    summary: 'A filter is given an argument it does not take, or lacks one it needs.',
  },
  'templates.filter.invalid': {
    summary: 'A filter cannot work with the value or the argument it got while rendering.',
  },
  'templates.library.unknown': {
    summary: '`{% load %}` names a library, or a tag or filter of one, that does not exist.',
  },
  'templates.library.invalid': {
    summary: 'A library of tags and filters given to the engine is not well formed.',
  },
  'templates.block.duplicate': { summary: 'Two blocks of one template have the same name.' },
  'templates.block.misplaced': {
    summary: '`{{ block.super }}` stands in a template that extends no other.',
  },
  'templates.cache.timeout': { summary: 'The time in a `{% cache %}` is none.' },
  'templates.cache.unavailable': {
    summary: '`{% cache %}` stands in a template whose engine has no caches.',
  },
  'templates.template.not_found': {
    summary: 'No loader has a template of that name.',
  },
  'templates.template.name_refused': {
    summary: 'A template name is absolute, leaves the template directories or is no text.',
  },
  'templates.variable.unknown': {
    summary:
      'A variable is needed to go on, as the argument of a filter for one, and the context has ' +
      'none of that name; in strict mode, any variable that the context does not have.',
  },
  'templates.value.not_iterable': {
    summary: '`{% for %}` was given a value that is no list, text, Map or other iterable.',
  },
  'templates.loop.unpack': {
    summary: '`{% for a, b in … %}` met an item that has not that number of parts.',
  },
  'templates.compiled.missing': {
    summary: 'A template is not compiled ahead in a process that forbids making code from text.',
  },
  'templates.engine.limits': { summary: 'The limits given to the engine are not complete.' },
  'templates.engine.time_zone': {
    summary: 'The engine, or {% timezone %}, is given a time zone that does not exist.',
  },
  'templates.url.unavailable': {
    summary: '`{% url %}` is used, but the engine was not told how to resolve names of routes.',
  },
  'templates.translate.count': {
    summary: '`{% blocktranslate count … %}` was given a value that is no number.',
  },
  'templates.limit.nesting': {
    summary: 'Templates include one another, or tags stand inside one another, too deeply.',
  },
  'templates.limit.time': { summary: 'A render under limits took more time than it may.' },
  'templates.limit.output': { summary: 'A render under limits wrote more than it may.' },
  'templates.render.failed': {
    summary: 'Something that is not an Error was thrown while a template was rendered.',
  },
});
