/** The waterfall, and the lists of middleware, log lines and panels of the application. */
export const WATERFALL_STYLE = `
.waterfall-columns, .hook-columns, .log-columns { display: grid; gap: 12px; align-items: center; }
.waterfall-columns { grid-template-columns: minmax(140px, 38%) minmax(0, 1fr) 66px 140px; }
.hook-columns { grid-template-columns: minmax(0, 1.2fr) 110px 120px minmax(0, 1fr) 66px 156px; }
.log-columns { grid-template-columns: 84px 52px minmax(0, 1fr) 156px; }

.waterfall-head { display: flex; gap: 8px 16px; align-items: center; justify-content: space-between; padding: 0 14px 6px; }
.kinds { display: flex; flex-wrap: wrap; gap: 4px 6px; }
.kind-button {
  display: inline-flex; gap: 6px; align-items: center; padding: 0 8px; border-radius: 10px;
  border: 1px solid var(--line-strong); font-size: 12px; line-height: 20px;
}
.kind-button::before, .dot { content: ""; width: 9px; height: 9px; border-radius: 2px; background: var(--kind); flex: none; }
.kind-button[aria-pressed="false"] { color: var(--muted); border-style: dashed; }
.kind-button[aria-pressed="false"]::before { background: none; border: 1px solid var(--line-strong); }
.kind-middleware { --kind: light-dark(#7a8794, #8d99a5); }
.kind-view { --kind: light-dark(#c98a2b, #d9a24a); }
.kind-database { --kind: var(--accent); }
.kind-rows { --kind: light-dark(#8fbf6a, #7fae5c); }
.kind-render { --kind: light-dark(#e3c28a, #8d6a30); }
.kind-cache { --kind: light-dark(#5c7fc4, #7f9fe0); }
.kind-http { --kind: light-dark(#9a6bb8, #b58ad2); }
.kind-relation { --kind: light-dark(#3f9fb0, #5bb9c9); }
.kind-signal { --kind: light-dark(#b3668a, #cf87a8); }
.kind-custom { --kind: light-dark(#6b8f3c, #9cc46a); }
.strip[class*="kind-"] .mark-bar { background: var(--kind); }

.waterfall .axis { height: 20px; padding: 0 14px; color: var(--muted); font-size: 11px; }
.ticks { position: relative; height: 100%; }
.ticks span { position: absolute; left: var(--left); transform: translateX(-50%); white-space: nowrap; }
.ticks span:first-child { transform: none; }
.ticks span:last-child { transform: translateX(-100%); }
.waterfall .cell-name { padding-left: calc(var(--depth) * 12px); }
.waterfall .strip { height: 11px; }
.waterfall li.problem .waterfall-label { color: var(--problem); }

.hook.problem, .log.problem { box-shadow: inset 3px 0 var(--problem-solid); }
.outcome { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.level { color: var(--muted); font-weight: 600; font-size: 12px; }
.level-warn { color: light-dark(#8a4b08, #e3b36b); }
.level-error, .level-fatal { color: var(--problem); }
.log-message { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.log-text { white-space: pre-wrap; overflow-wrap: anywhere; margin-bottom: 8px; }
.context li { overflow-wrap: anywhere; padding: 1px 0; }
.context-name { color: var(--accent); margin-right: 6px; }

.data-table { width: 100%; border-collapse: collapse; }
.data-table th { text-align: left; font-weight: 500; font-size: 11px; color: var(--muted); }
.data-table th, .data-table td { padding: 4px 14px 4px 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
.signals .data-table { margin: 0 14px; width: calc(100% - 28px); }
.data-table .cell-time, .data-table th:last-child { padding-right: 0; }
.data-table .cell-time { text-align: right; }
.view-head .redirect, .view-head .route-link { font-size: 12px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-width: 0; }

@container view (max-width: 760px) {
  .waterfall-columns { grid-template-columns: minmax(120px, 48%) minmax(0, 1fr) 60px; }
  .waterfall-columns > .cell-line, .waterfall .axis > :last-child { display: none; }
  .hook-columns { grid-template-columns: minmax(0, 1fr) 96px 66px; }
  .hook-columns > .cell-when, .hook-columns > .outcome, .hook-columns > .cell-line { display: none; }
  .log-columns { grid-template-columns: 70px 44px minmax(0, 1fr); }
  .log-columns > .cell-line { display: none; }
  .ticks span:nth-child(even) { display: none; }
}
`;
