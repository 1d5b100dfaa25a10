import { relative } from 'node:path';
import type { CallSite } from '../../events/index.ts';

/** `src/views.ts:12`, from the working directory; undefined where no line of the application called. */
export function siteText(site: CallSite | undefined): string | undefined {
  const location = site?.location;
  if (location === undefined) return undefined;
  const path = relative(process.cwd(), location.file);
  return `${path.startsWith('..') ? location.file : path}:${location.line}`;
}
