import { type Library, libraryOf } from '../library.ts';
import { parseAutoescape } from './autoescape.ts';
import { parseBlock } from './block.ts';
import { parseComment } from './comment.ts';
import { parseCsrfToken } from './csrf-token.ts';
import { parseCycle, parseResetcycle } from './cycle.ts';
import { parseDebug } from './debug.ts';
import { parseExtends } from './extends.ts';
import { parseFilterTag } from './filter.ts';
import { parseFirstof } from './firstof.ts';
import { parseFor } from './for.ts';
import { parseIf } from './if.ts';
import { parseIfchanged } from './ifchanged.ts';
import { parseInclude } from './include.ts';
import { parseLoad } from './load.ts';
import { parseLorem } from './lorem.ts';
import { parseNow } from './now.ts';
import { parseQuerystring } from './querystring.ts';
import { parseRegroup } from './regroup.ts';
import { parseSpaceless } from './spaceless.ts';
import { parseTemplatetag } from './templatetag.ts';
import { parseUrl } from './url.ts';
import { parseVerbatim } from './verbatim.ts';
import { parseWidthratio } from './widthratio.ts';
import { parseWith } from './with.ts';

/** Django's built-in tags. */
export const builtinTags: Library = libraryOf({
  autoescape: parseAutoescape,
  block: parseBlock,
  comment: parseComment,
  csrf_token: parseCsrfToken,
  cycle: parseCycle,
  debug: parseDebug,
  extends: parseExtends,
  filter: parseFilterTag,
  firstof: parseFirstof,
  for: parseFor,
  if: parseIf,
  ifchanged: parseIfchanged,
  include: parseInclude,
  load: parseLoad,
  lorem: parseLorem,
  now: parseNow,
  querystring: parseQuerystring,
  regroup: parseRegroup,
  resetcycle: parseResetcycle,
  spaceless: parseSpaceless,
  templatetag: parseTemplatetag,
  url: parseUrl,
  verbatim: parseVerbatim,
  widthratio: parseWidthratio,
  with: parseWith,
});
