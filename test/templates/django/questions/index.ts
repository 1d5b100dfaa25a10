import { dates } from './dates.ts';
import { escaping } from './escaping.ts';
import { humanize } from './humanize.ts';
import { inheritance } from './inheritance.ts';
import { lists } from './lists.ts';
import { localization } from './localization.ts';
import { logic } from './logic.ts';
import { loops } from './loops.ts';
import { mistakes } from './mistakes.ts';
import { numbers } from './numbers.ts';
import { syntax } from './syntax.ts';
import { tags } from './tags.ts';
import { texts } from './texts.ts';
import { translation } from './translation.ts';
import { truncation } from './truncation.ts';
import { urls } from './urls.ts';

/** What Django is asked, by area. */
export const questions = [
  ...dates,
  ...escaping,
  ...humanize,
  ...inheritance,
  ...lists,
  ...localization,
  ...logic,
  ...loops,
  ...mistakes,
  ...numbers,
  ...syntax,
  ...tags,
  ...texts,
  ...translation,
  ...truncation,
  ...urls,
];
