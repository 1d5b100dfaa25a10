/** Rows that open, strips of time, and what stands in an open row. */
export const LISTS_STYLE = `
.rows > li { border-top: 1px solid var(--line); }
.rows > li:last-child { border-bottom: 1px solid var(--line); }
.tab-panel > * > .rows:first-child > li:first-child { border-top: 0; }
.rows > li.more { height: 1px; border: 0; }
.row-button { width: 100%; text-align: left; padding: 0 14px; height: 29px; }
.row-button:hover { background: var(--hover); }
.row-button[aria-expanded="true"] { background: var(--sunken); }

.heads { padding: 3px 14px; color: var(--muted); font-size: 11px; }

.cell-runs { display: flex; align-items: center; gap: 5px; }
.number { color: var(--muted); }
.cell-rows, .cell-time { text-align: right; white-space: nowrap; }
.cell-time { font-weight: 500; }
.cell-line { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.cell-line .site { color: var(--muted); }
.site.short > span {
  display: inline-block; max-width: calc(100% - 5ch); overflow: hidden; text-overflow: ellipsis;
  vertical-align: bottom;
}
.cell-statement { overflow: hidden; }
.sql.inline { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }

.strip { position: relative; display: block; height: 9px; border-radius: 2px; background: var(--hover); overflow: hidden; }
.mark-bar {
  position: absolute; top: 0; bottom: 0; left: min(var(--left), calc(100% - 2px));
  width: var(--width); min-width: 2px; border-radius: 1px; background: var(--accent);
}
.strip.problem .mark-bar { background: var(--problem-solid); }
.strip.render .mark-bar { background: var(--render); }
.strip.whole .mark-bar { background: var(--line-strong); }

.detail { padding: 10px 14px 14px; background: var(--sunken); }
.detail .code-block, .detail .code-block > .quiet-button { background: var(--surface); }
.detail .code-block { margin-bottom: 10px; }
.facts { display: grid; grid-template-columns: 96px minmax(0, 1fr); gap: 4px 12px; }
.facts dt { color: var(--muted); }
.facts dd { overflow-wrap: anywhere; }
.frames li + li { opacity: .8; }

`;
