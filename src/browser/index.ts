// Its types name elements, whatever the libraries of who imports them.
/// <reference lib="dom" preserve="true" />

export { accountBar, accountStrip, type TimeParts } from './account-bar.ts';
export { chunkedList } from './chunked-list.ts';
export { copyButton } from './copy-button.ts';
export { type Disclosure, disclosure } from './disclosure.ts';
export { type Attributes, type Child, element, type IconName, icon } from './dom.ts';
export { baseName, bytes, clockTime, counted, duration, percent } from './format.ts';
export { type Span, timeStrip } from './marks.ts';
export { nested } from './nesting.ts';
export { fullSite, type LabelledSite, shortSite, siteText } from './site-label.ts';
export { statusBadge } from './status-badge.ts';
export { adoptStyles } from './styles.ts';
export { createTabs, nextIndex, type Tab, type Tabs } from './tabs.ts';
export { openToolPage, toolPath } from './tool-page.ts';
