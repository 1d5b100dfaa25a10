import { escapeHtml } from '../../core/index.ts';
import { safe } from '../safe-string.ts';
import { extend, superBlock } from './blocks.ts';
import { contains, isEqual, isSame, order } from './compare.ts';
import { locateError } from './errors.ts';
import { ForLoop } from './for-loop.ts';
import { fragment, UNTIL_CHANGED } from './fragments.ts';
import { addToGroup } from './groups.ts';
import { EMPTY, include, includedTemplate, inner } from './include.ts';
import { includeTarget } from './include-target.ts';
import { availableLanguages, languageVariable, languageVariables } from './languages.ts';
import { number, shownDigits } from './localized.ts';
import { attributeOf, called, waitToRead } from './lookup.ts';
import { loremText } from './lorem.ts';
import { goOn, waitOn } from './pending.ts';
import { sequenceOf, unpack, waitOnItem } from './sequence.ts';
import { PlaceContext } from './tag-context.ts';
import {
  changeMemory,
  csrfField,
  debugText,
  nowText,
  resolveUrl,
  widthRatio,
  withCsrfToken,
  zoneName,
} from './tag-values.ts';
import { textOf } from './text.ts';
import { blockTranslate, inLanguage, translate } from './translation.ts';
import { isTrue } from './truth.ts';
import { missingArgument, unknownVariable } from './unknown-variable.ts';
import { applyFilter, invalid, readOwn, show } from './values.ts';

/** What generated code calls, there with a `$` before the name. */
export const codeScope = {
  addToGroup,
  applyFilter,
  attributeOf,
  availableLanguages,
  blockTranslate,
  called,
  changeMemory,
  contains,
  csrfField,
  EMPTY,
  escape: escapeHtml,
  extend,
  debugText,
  ForLoop,
  fragment,
  goOn,
  include,
  includedTemplate,
  includeTarget,
  inner,
  inLanguage,
  invalid,
  isEqual,
  isSame,
  isTrue,
  languageVariable,
  languageVariables,
  locate: locateError,
  loremText,
  missingArgument,
  nowText,
  number,
  order,
  PlaceContext,
  readOwn,
  resolveUrl,
  safe,
  sequenceOf,
  show,
  shownDigits,
  superBlock,
  textOf,
  translate,
  unknownVariable,
  unpack,
  UNTIL_CHANGED,
  waitOn,
  waitOnItem,
  waitToRead,
  widthRatio,
  withCsrfToken,
  zoneName,
} as const;
