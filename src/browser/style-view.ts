/** Head, tabs, the head of a panel, an account as a bar, named values. */
export const VIEW_STYLE = `
.view { display: flex; flex-direction: column; min-height: 0; flex: 1; container: view / inline-size; }
.standalone { min-height: 100vh; display: flex; }
.tool-links {
  display: flex; align-items: center; gap: 4px; width: min(1280px, calc(100vw - 48px)); margin: 0 auto;
  padding: 12px 14px 0;
}
.tool-links a {
  padding: 3px 9px; border-radius: 5px; color: var(--muted); font-weight: 500; text-decoration: none;
}
.tool-links a:hover { background: var(--hover); color: var(--text); }
.tool-links a[aria-current] { color: var(--text); background: var(--accent-soft); }
.tool-head:has(nav) ~ .standalone { min-height: calc(100vh - 40px); }
.tool-head:has(nav) ~ .standalone .view { min-height: calc(100vh - 76px); margin-top: 12px; }
.standalone .view {
  flex: none; width: min(1280px, calc(100vw - 48px)); min-height: calc(100vh - 48px); margin: 24px auto;
  border: 1px solid var(--line); border-radius: 10px; background: var(--surface);
}

.view-head {
  display: flex; align-items: center; gap: 10px; padding: 8px 8px 8px 14px; min-height: 42px;
}
.view-head h2 { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-width: 0; }
.view-head .total { font-weight: 600; white-space: nowrap; }
.method { color: var(--muted); font-weight: 600; }
.status {
  padding: 0 6px; border-radius: 4px; background: var(--hover); color: var(--muted);
  font: 600 11px/18px var(--sans);
}
.status.problem { background: var(--problem-solid); color: #fff; }

.tabbed { display: flex; flex-direction: column; min-height: 0; flex: 1; }
.tabs {
  display: flex; gap: 2px; padding: 0 8px; border-bottom: 1px solid var(--line);
  overflow-x: auto; scrollbar-width: none; flex: none;
}
.tab {
  display: flex; align-items: center; gap: 6px; padding: 6px 9px 8px; color: var(--muted);
  font-weight: 500; white-space: nowrap; border-bottom: 2px solid transparent; margin-bottom: -1px;
}
.tab:hover { color: var(--text); }
.tab[aria-selected="true"] { color: var(--text); border-color: var(--accent); }
.tab-panel { flex: 1; min-height: 0; overflow: auto; overscroll-behavior: contain; }

.panel-head {
  display: flex; align-items: center; flex-wrap: wrap; gap: 6px 16px; padding: 9px 14px;
  justify-content: space-between;
}
.controls { display: flex; align-items: center; gap: 12px; }
.filter {
  width: 150px; padding: 2px 8px; border: 1px solid var(--line-strong); border-radius: 5px;
  background: var(--surface); font-size: 12px; line-height: 20px;
}
.switch { display: flex; align-items: center; gap: 6px; font-size: 12px; cursor: pointer; }
.switch input { accent-color: var(--accent); margin: 0; }
.notice {
  display: flex; gap: 10px; padding: 6px 14px; background: var(--accent-soft); font-size: 12px;
}
.empty { padding: 40px 14px; color: var(--muted); text-align: center; }
.empty .icon { width: 26px; height: 26px; color: var(--accent); }
.empty p:first-of-type { color: var(--text); font-weight: 600; }

.account { margin-bottom: 18px; }
.account-bar { display: flex; height: 14px; gap: 1px; border-radius: 4px; overflow: hidden; }
.account-bar span { flex: var(--grow) 1 0; min-width: 2px; }
.account dl { display: flex; flex-wrap: wrap; gap: 2px 22px; margin-top: 7px; }
.account dl div { display: flex; gap: 7px; align-items: baseline; }
.account dt { color: var(--muted); }
.account dt::before {
  content: ""; display: inline-block; width: 9px; height: 9px; margin-right: 6px; border-radius: 2px;
}
.part-cpu, .key-cpu dt::before { background: light-dark(#c98a2b, #d9a24a); }
.part-render, .key-render dt::before { background: light-dark(#e3c28a, #8d6a30); }
.part-database, .key-database dt::before { background: var(--accent); }
.part-pool, .key-pool dt::before { background: light-dark(#7fc4b5, #1f5c50); }
.part-cache, .key-cache dt::before { background: light-dark(#5c7fc4, #7f9fe0); }
.part-http, .key-http dt::before { background: light-dark(#9a6bb8, #b58ad2); }
.part-io, .key-io dt::before { background: light-dark(#b9c3cd, #566069); }
.part-loop, .key-loop dt::before { background: var(--problem-solid); }
.part-gc, .key-gc dt::before { background: light-dark(#e08a92, #8f3a42); }
.part-rest, .key-rest dt::before { background: var(--line-strong); }

.value-section { margin-bottom: 16px; }
.value-section h3 { margin-bottom: 3px; }
.values { display: grid; grid-template-columns: minmax(110px, 190px) minmax(0, 1fr); }
.values > * { padding: 3px 0; border-top: 1px solid var(--line); }
.values dt { color: var(--muted); padding-right: 12px; overflow-wrap: anywhere; }
.values code { white-space: pre-wrap; overflow-wrap: anywhere; }

@container view (max-width: 560px) {
  .filter { width: 110px; }
}
@media (max-width: 560px) {
  .standalone .view { width: 100%; margin: 0; border: 0; border-radius: 0; min-height: 100vh; }
}
`;
