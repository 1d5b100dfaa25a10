/** The page around a stand-alone view. */
export const PAGE_STYLE = `
html { color-scheme: light dark; background: light-dark(#f4f5f6, #101214); }
body { margin: 0; }
`;

/**
 * Colours, type and the small parts that all panels use. One accent; red is for problems. The
 * host's declarations are important because the page's rules win over plain ones.
 */
export const BASE_STYLE = `
:host {
  all: initial !important;
  display: block !important;
}
@media print { :host { display: none !important; } }

.root {
  --surface: light-dark(#ffffff, #17191c);
  --sunken: light-dark(#f4f5f7, #1e2125);
  --hover: light-dark(#eef1f3, #25292e);
  --line: light-dark(#e1e4e8, #2d3237);
  --line-strong: light-dark(#c9ced4, #434a51);
  --text: light-dark(#1a1d21, #e7e9ec);
  --muted: light-dark(#5b646e, #9ba4ae);
  --accent: light-dark(#0b7566, #4cc9b0);
  --accent-soft: light-dark(#d7efe9, #143b35);
  --render: light-dark(#7fb8ae, #2f7f72);
  --problem: light-dark(#c01f2e, #ff7b83);
  --problem-soft: light-dark(#fdeeee, #351c20);
  --problem-solid: light-dark(#c01f2e, #cf2f3e);
  --shadow: light-dark(rgb(15 23 32 / .14), rgb(0 0 0 / .5));
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  color-scheme: light dark;
  color: var(--text);
  font: 400 13px/1.5 var(--sans);
  font-variant-numeric: tabular-nums;
  direction: ltr;
  text-align: left;
  -webkit-text-size-adjust: 100%;
}
.root *, .root *::before { box-sizing: border-box; }
[hidden] { display: none !important; }

h2, h3, h4, p, dl, dd, ol, ul, pre { margin: 0; padding: 0; }
ol, ul { list-style: none; }
h2, h3, h4 { font-size: inherit; font-weight: 600; }
strong { font-weight: 600; }
code, pre, .site { font-family: var(--mono); font-size: 12px; }
button, input { font: inherit; color: inherit; }
button { background: none; border: 0; padding: 0; cursor: pointer; }
a { color: var(--accent); }

:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; border-radius: 4px; }

.icon {
  width: 14px; height: 14px; flex: none; vertical-align: -2px;
  fill: none; stroke: currentColor; stroke-width: 1.5;
  stroke-linecap: round; stroke-linejoin: round;
}
.icon-mark { stroke: var(--accent); stroke-width: 2.2; }
.icon-chevron { width: 12px; height: 12px; color: var(--muted); transition: transform 120ms; }
[aria-expanded="true"] .icon-chevron { transform: rotate(90deg); }

.muted { color: var(--muted); }
.spring { flex: 1; }
.error { color: var(--problem); }
.off-screen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); border: 0; }

.count, .badge {
  display: inline-block; min-width: 18px; padding: 0 5px; border-radius: 9px;
  background: var(--hover); color: var(--muted);
  font: 600 11px/18px var(--sans); text-align: center;
}
.count.problem, .problem .badge, .badge.problem { background: var(--problem-solid); color: #fff; }

.quiet-button {
  display: inline-flex; align-items: center; gap: 5px; padding: 4px 6px; border-radius: 5px;
  color: var(--muted); font-size: 12px; line-height: 16px; text-decoration: none;
}
.quiet-button:hover { background: var(--hover); color: var(--text); }
.link-button { color: var(--accent); text-decoration: underline; text-underline-offset: 2px; }
.link-button:hover { text-decoration-thickness: 2px; }

.code-block {
  position: relative; border: 1px solid var(--line); border-radius: 6px; background: var(--sunken);
}
.code-block pre { padding: 9px 84px 9px 11px; overflow-x: auto; line-height: 1.6; tab-size: 2; }
.code-block > .quiet-button { position: absolute; top: 4px; right: 4px; background: var(--sunken); }
.code-block > .quiet-button:hover { background: var(--hover); }

.sql-keyword { color: var(--accent); font-weight: 600; }
.sql-string, .sql-number, .sql-parameter { color: light-dark(#8a4b08, #e3b36b); }
.sql-comment { color: var(--muted); font-style: italic; }

@media (prefers-reduced-motion: reduce) {
  .root * { transition: none !important; animation: none !important; }
}
@media (forced-colors: active) {
  .mark-bar, .account-bar span { forced-color-adjust: none; }
}
`;
