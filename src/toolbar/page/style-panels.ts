/** The columns of the toolbar's own lists, the timeline and the values of a request. */
export const PANELS_STYLE = `
.query-columns, .template-columns, .cache-columns, .history-columns { display: grid; gap: 12px; align-items: center; }
.query-columns { grid-template-columns: 66px 120px minmax(0, 1fr) 52px 66px 156px; }
.template-columns { grid-template-columns: minmax(0, 1fr) 180px 70px 70px; }
.cache-columns { grid-template-columns: 96px minmax(0, 1fr) 120px 70px 66px 156px; }

.query.problem { box-shadow: inset 3px 0 var(--problem-solid); }
.query.problem .mark-bar { background: var(--problem-solid); }
.template .mark-bar { background: var(--render); }
.cache-columns .cell-statement > code { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }

.parameters { counter-reset: parameter; }
.parameters li::before {
  counter-increment: parameter; content: counter(parameter); display: inline-block;
  min-width: 20px; color: var(--muted); font-size: 11px;
}
.parameters code { white-space: pre-wrap; }

.runs { max-height: 320px; overflow: auto; margin-top: 6px; border: 1px solid var(--line); border-radius: 6px; background: var(--surface); }
.run-columns {
  display: grid; grid-template-columns: 34px minmax(0, 1fr) 60px 66px 156px; gap: 12px;
  align-items: center; padding: 2px 10px; min-height: 0;
}
.explain { margin-top: 8px; }
.plan, .plan ul { list-style: none; margin: 0; padding: 0; }
.plan { padding: 10px 12px; overflow-x: auto; font-size: 12px; }
.plan ul { margin-left: 8px; padding-left: 12px; border-left: 1px solid var(--line); }
.plan-step { display: flex; flex-wrap: wrap; gap: 2px 10px; align-items: baseline; padding: 2px 0; }
.plan-title { font-family: var(--mono); }
.plan-step.scan .plan-title { color: var(--problem); font-weight: 600; }
.plan-figures, .plan-detail { color: var(--muted); }
.plan-detail { padding-left: 12px; font-family: var(--mono); font-size: 11px; overflow-wrap: anywhere; }
.runs li + li:not(.more) { border-top: 1px solid var(--line); }
.runs .values { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }

.cell-name { display: flex; align-items: center; gap: 6px; padding-left: calc(var(--depth) * 18px); min-width: 0; }
.cell-name > span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }

.history .url { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.history .status { justify-self: start; }
.history .current { background: var(--accent-soft); }

.timeline { padding: 14px 0; }
.timeline > .account { padding: 0 14px; }

.request { padding: 12px 14px; }

@container view (max-width: 760px) {
  .query-columns { grid-template-columns: 66px minmax(0, 1fr) 44px 66px; }
  .query-columns > .cell-when, .query-columns > .cell-line { display: none; }
  .template-columns { grid-template-columns: minmax(0, 1fr) 60px 66px; }
  .template-columns > .cell-when { display: none; }
  .history-columns > .when, .history-columns > .kind, .history-columns > .queries { display: none; }
  .run-columns { grid-template-columns: 30px minmax(0, 1fr) 66px; }
  .runs .cell-rows, .runs .cell-line { display: none; }
}
`;
