/** The history: its filters, its rows, and two requests side by side. */
export const HISTORY_STYLE = `
.filters { display: flex; flex-wrap: wrap; gap: 6px 8px; padding: 10px 14px 2px; }
.filters .filter { flex: 1 1 130px; width: auto; min-width: 0; max-width: 260px; color: var(--text); }
.filters .number-filter { flex: 0 1 96px; }
.filters .choice-filter { flex: 0 1 auto; padding: 2px 4px; height: 26px; }
.filters .filter::placeholder { color: var(--muted); opacity: 1; }
.history-head { min-height: 38px; }
.compare-link {
  padding: 3px 10px; border-radius: 5px; background: var(--accent); color: var(--surface);
  font-weight: 600; font-size: 12px; text-decoration: none;
}
.history-row { display: flex; align-items: stretch; }
.history-row .choice { margin: 0 0 0 14px; accent-color: var(--accent); flex: none; align-self: center; width: 14px; height: 14px; }
.history-row .row-button { padding-left: 10px; min-width: 0; }
.history-row.chosen { background: var(--accent-soft); }
.more-button { display: block; margin: 12px auto; }
.history-columns { grid-template-columns: 84px 46px minmax(0, 1fr) 36px 36px 84px 88px 70px; }

.comparison { padding: 4px 14px 20px; display: grid; gap: 20px; }
.sides { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 24px; }
.side h3 { overflow-wrap: anywhere; }
.side .account { margin: 8px 0 0; }
.side p { margin-top: 3px; }
.compared { width: 100%; border-collapse: collapse; table-layout: fixed; }
.compared caption, .compared-findings h3 { text-align: left; font-weight: 600; padding-bottom: 4px; }
.compared th, .compared td { padding: 4px 0 4px 12px; border-top: 1px solid var(--line); font-weight: 400; text-align: right; width: 140px; }
.compared thead th { color: var(--muted); font-size: 11px; border: 0; }
.compared th:first-child { text-align: left; padding-left: 0; width: auto; }
.compared tbody tr:last-child > * { border-bottom: 1px solid var(--line); }
.compared-sql { display: flex; gap: 7px; align-items: center; min-width: 0; }
.compared-sql .badge { flex: none; }
.compared-sql code { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.better { color: var(--accent); }

@container view (max-width: 760px) {
  .history-columns { grid-template-columns: 46px minmax(0, 1fr) 36px 84px 66px; }
  .sides { grid-template-columns: minmax(0, 1fr); }
  .compared th, .compared td { width: 84px; }
}
`;
