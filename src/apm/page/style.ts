/** What the page of the APM adds to the looks of all pages. */
export const APM_STYLE = `
.mono { font-family: var(--mono); }
.ranges { display: flex; gap: 1px; }
.range { padding: 3px 8px; border-radius: 5px; color: var(--muted); text-decoration: none; font-size: 12px; white-space: nowrap; }
.range:hover { background: var(--hover); color: var(--text); }
.range[aria-current="true"] { background: var(--accent-soft); color: var(--text); font-weight: 600; }
.view-head { flex-wrap: wrap; padding-right: 14px; border-bottom: 1px solid var(--line); }

.overview { padding: 14px; }
.verdict-text { display: flex; gap: 12px; align-items: baseline; margin-bottom: 14px; }
.verdict {
  display: inline-block; padding: 0 7px; border-radius: 4px; white-space: nowrap;
  background: var(--hover); color: var(--text); font: 600 11px/18px var(--sans);
}
.verdict.cpu-bound { background: light-dark(#f6e6c8, #4a3713); }
.verdict.database-bound { background: var(--accent-soft); }
.verdict.io-bound { background: light-dark(#e3e8ee, #333b44); }
.verdict.pool-starved { background: var(--problem-solid); color: #fff; }
.verdict.unknown { color: var(--muted); }

.figures { display: flex; flex-wrap: wrap; gap: 10px 20px; margin-bottom: 16px; }
.figures dt { color: var(--muted); font-size: 12px; }
.figures dd { font-size: 16px; font-weight: 600; line-height: 1.35; }
.figures .note { font-size: 11px; font-weight: 400; }
.detail .figures dd { font-size: 13px; }
.detail .figures .note { font-size: 11px; }

.charts { display: grid; grid-template-columns: 1fr 1fr; gap: 14px 28px; }
.requests-link + .charts { margin-top: 14px; }
.chart { margin: 0; min-width: 0; }
.chart figcaption { display: flex; justify-content: space-between; gap: 10px; font-size: 12px; margin-bottom: 4px; }
.plot svg { display: block; width: 100%; height: 110px; overflow: visible; }
.plot .grid { stroke: var(--line); stroke-width: 1; vector-effect: non-scaling-stroke; }
.plot .line { fill: none; stroke-width: 1.5; vector-effect: non-scaling-stroke; stroke-linejoin: round; stroke-linecap: round; }
.plot .dots { stroke-width: 5; }
.plot .area { opacity: .18; }
.plot .cursor { stroke: var(--line-strong); stroke-width: 1; vector-effect: non-scaling-stroke; visibility: hidden; }
.plot .cursor.shown { visibility: visible; }
@media (forced-colors: active) { .plot .line { forced-color-adjust: none; } }
.line.series-main { stroke: var(--accent); }
.area.series-main { fill: var(--accent); }
.line.series-second { stroke: light-dark(#c98a2b, #d9a24a); }
.line.series-faint { stroke: var(--line-strong); }
.line.series-problem { stroke: var(--problem-solid); }
.readout { display: flex; gap: 14px; min-height: 20px; font-size: 11px; margin-top: 4px; }
.legend::before { content: ""; display: inline-block; width: 10px; height: 3px; margin-right: 5px; vertical-align: 3px; background: var(--line-strong); }
.legend.series-main::before { background: var(--accent); }
.legend.series-second::before { background: light-dark(#c98a2b, #d9a24a); }
.legend.series-problem::before { background: var(--problem-solid); }

.tabbed { border-top: 1px solid var(--line); padding-top: 6px; }
.table { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 5px 10px; text-align: left; font-weight: 400; border-bottom: 1px solid var(--line); white-space: nowrap; }
thead th { color: var(--muted); font-size: 11px; }
th:first-child, td:first-child { padding-left: 14px; }
th:last-child, td:last-child { padding-right: 14px; }
tbody tr:hover { background: var(--hover); }
.numeric { text-align: right; }
tbody .name { font-family: var(--mono); font-size: 12px; max-width: 340px; overflow: hidden; text-overflow: ellipsis; }
.strip-cell { min-width: 120px; width: 16%; }
.strip-cell .account-bar { height: 9px; }
.share-bar {
  display: block; min-width: 84px; padding: 0 4px;
  background: linear-gradient(to right, var(--accent-soft) calc(var(--share) * 100%), transparent 0);
}

.statement-columns, .error-columns { display: grid; gap: 12px; align-items: center; }
.statement-columns { grid-template-columns: 72px 64px 72px minmax(0, 1fr) 190px; }
.error-columns { grid-template-columns: 56px 190px minmax(0, 1fr) 190px; }
.heads.statement-columns > :nth-child(-n+3) { text-align: right; }
.detail pre { white-space: pre-wrap; overflow-wrap: anywhere; }

@container view (max-width: 860px) {
  .charts { grid-template-columns: 1fr; }
  .statement-columns { grid-template-columns: 66px 52px 66px minmax(0, 1fr); }
  .statement-columns > :nth-child(5) { display: none; }
  .error-columns { grid-template-columns: 44px 120px minmax(0, 1fr); }
  .error-columns > :nth-child(4) { display: none; }
}
`;
