import { PROFILE_STYLE } from '../../profile-view/index.ts';
import { BAR_STYLE } from './style-bar.ts';
import { FINDINGS_STYLE } from './style-findings.ts';
import { HISTORY_STYLE } from './style-history.ts';
import { PANELS_STYLE } from './style-panels.ts';
import { WATERFALL_STYLE } from './style-waterfall.ts';

/** What the toolbar adds to the looks of all pages. */
export const TOOLBAR_STYLES = [
  BAR_STYLE,
  PANELS_STYLE,
  FINDINGS_STYLE,
  HISTORY_STYLE,
  WATERFALL_STYLE,
  PROFILE_STYLE,
] as const;
