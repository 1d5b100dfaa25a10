/** Rows of queries, templates and requests. */
export const LISTS_STYLE = `
.rows > li { border-top: 1px solid var(--line); }
.rows > li:last-child { border-bottom: 1px solid var(--line); }
.tab-panel > * > .rows:first-child > li:first-child { border-top: 0; }
.rows > li.more { height: 1px; border: 0; }
.row-button { width: 100%; text-align: left; padding: 0 14px; height: 29px; }
.row-button:hover { background: var(--hover); }
.row-button[aria-expanded="true"] { background: var(--sunken); }

.query-columns, .template-columns, .cache-columns, .history-columns { display: grid; gap: 12px; align-items: center; }
.query-columns { grid-template-columns: 66px 120px minmax(0, 1fr) 52px 66px 156px; }
.template-columns { grid-template-columns: minmax(0, 1fr) 180px 70px 70px; }
.cache-columns { grid-template-columns: 96px minmax(0, 1fr) 120px 70px 66px 156px; }
.history-columns { grid-template-columns: 58px 44px minmax(0, 1fr) 36px 36px 84px 88px 70px; }
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
.sql.inline, .cache-columns .cell-statement > code { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.query.problem { box-shadow: inset 3px 0 var(--problem-solid); }

.strip { position: relative; display: block; height: 9px; border-radius: 2px; background: var(--hover); overflow: hidden; }
.mark-bar {
  position: absolute; top: 0; bottom: 0; left: min(var(--left), calc(100% - 2px));
  width: var(--width); min-width: 2px; border-radius: 1px; background: var(--accent);
}
.query.problem .mark-bar, .strip.problem .mark-bar { background: var(--problem-solid); }
.strip.render .mark-bar, .template .mark-bar { background: var(--render); }
.strip.whole .mark-bar { background: var(--line-strong); }

.detail { padding: 10px 14px 14px; background: var(--sunken); }
.detail .code-block, .detail .code-block > .quiet-button { background: var(--surface); }
.detail .code-block { margin-bottom: 10px; }
.facts { display: grid; grid-template-columns: 96px minmax(0, 1fr); gap: 4px 12px; }
.facts dt { color: var(--muted); }
.facts dd { overflow-wrap: anywhere; }
.parameters { counter-reset: parameter; }
.parameters li::before {
  counter-increment: parameter; content: counter(parameter); display: inline-block;
  min-width: 20px; color: var(--muted); font-size: 11px;
}
.parameters code { white-space: pre-wrap; }
.frames li + li { opacity: .8; }

.runs { max-height: 320px; overflow: auto; margin-top: 6px; border: 1px solid var(--line); border-radius: 6px; background: var(--surface); }
.runs li {
  display: grid; grid-template-columns: 34px minmax(0, 1fr) 60px 66px 156px; gap: 12px;
  align-items: center; padding: 2px 10px;
}
.runs li + li:not(.more) { border-top: 1px solid var(--line); }
.runs .values { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }

.cell-name { display: flex; align-items: center; gap: 6px; padding-left: calc(var(--depth) * 18px); min-width: 0; }
.cell-name > span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }

.history .url { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.history .status { justify-self: start; }
.history .current { background: var(--accent-soft); }

@container view (max-width: 760px) {
  .query-columns { grid-template-columns: 66px minmax(0, 1fr) 44px 66px; }
  .query-columns > .cell-when, .query-columns > .cell-line { display: none; }
  .template-columns { grid-template-columns: minmax(0, 1fr) 60px 66px; }
  .template-columns > .cell-when { display: none; }
  .history-columns { grid-template-columns: 44px minmax(0, 1fr) 36px 84px 66px; }
  .history-columns > .when, .history-columns > .kind, .history-columns > .queries { display: none; }
  .runs li { grid-template-columns: 30px minmax(0, 1fr) 66px; }
  .runs .cell-rows, .runs .cell-line { display: none; }
}
`;
