import type { Check } from './check.ts';
import { compiledTemplatesCheck } from './templates/compiled.ts';
import { templatesCheck } from './templates/templates.ts';

/** The framework's checks, in the order they are run. */
export const BUILT_IN_CHECKS: readonly Check[] = [templatesCheck, compiledTemplatesCheck];
