/** The flame graph, the tables of functions and lines, and the colours of whose code it is. */
export const PROFILE_STYLE = `
.profile { display: flex; flex-direction: column; }

.kind-application { --kind: light-dark(#9fd8c9, #1f5f53); }
.kind-template { --kind: light-dark(#f3d08b, #6b4e14); }
.kind-framework { --kind: light-dark(#b3c9f2, #2c4577); }
.kind-package { --kind: light-dark(#d9c3ea, #573672); }
.kind-node { --kind: light-dark(#d3d9df, #3a424b); }
.kind-native, .kind-program { --kind: light-dark(#e6e9ec, #2d3339); }
.kind-gc { --kind: light-dark(#f3b4b9, #7a2c35); }
.kind-profiler { --kind: light-dark(#eee3c8, #45402f); }
.swatch {
  display: inline-block; flex: none; width: 9px; height: 9px; margin-right: 6px; border-radius: 2px;
  background: var(--kind);
}
.legend { display: flex; flex-wrap: wrap; gap: 2px 16px; }

.flame-status {
  padding: 4px 14px; height: 28px; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line);
  background: var(--sunken); font: 12px/20px var(--mono);
  overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
}
.flame { position: relative; height: calc(var(--rows) * 19px); margin: 8px 14px; overflow: hidden; }
.flame-box {
  position: absolute; left: calc(var(--left) * 100%); width: max(calc(var(--width) * 100% - 1px), 1px);
  top: calc(var(--depth) * 19px); height: 18px; padding: 0 4px; border-radius: 2px;
  background: var(--kind); color: var(--text); font: 11px/18px var(--sans); cursor: pointer;
  overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
}
.flame-box:empty { padding: 0; }
.flame-box.above { opacity: .65; }
.flame-box:hover { filter: brightness(.93); }
.flame-box:focus-visible { outline-offset: -2px; z-index: 1; }
.flame.searching .flame-box { opacity: .3; }
.flame.searching .flame-box.match { opacity: 1; box-shadow: inset 0 0 0 2px var(--accent); }

.functions { width: 100%; border-collapse: collapse; }
.functions th, .functions td { padding: 3px 14px; text-align: left; font-weight: 400; }
.functions tbody tr { border-top: 1px solid var(--line); }
.functions tbody tr:hover { background: var(--hover); }
.functions thead th { color: var(--muted); font-size: 11px; }
.functions thead button { color: inherit; }
.functions thead button:hover { color: var(--text); }
.functions [aria-sort="descending"] button { color: var(--text); font-weight: 600; }
.functions [aria-sort="descending"] button::after { content: " ↓"; }
.functions .cell-time, .functions thead .cell-time { width: 1%; text-align: right; }
.functions .site { color: var(--muted); overflow-wrap: anywhere; }
.heap .grown td:nth-child(-n + 2) { color: var(--problem); }
.share {
  background: linear-gradient(var(--accent-soft), var(--accent-soft)) right / calc(var(--share) * 100%) 100% no-repeat;
}

.file-columns { display: flex; align-items: center; gap: 10px; }
.file-columns .swatch { margin: 0; }
.file-columns code { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.file-columns .cell-time { margin-left: auto; }
.source-scroll { overflow-x: auto; padding: 4px 0; background: var(--sunken); border-top: 1px solid var(--line); }
.source { border-collapse: collapse; min-width: 100%; }
.source th, .source td { padding: 0 10px; font-weight: 400; vertical-align: top; line-height: 19px; }
.source .number { text-align: right; color: var(--muted); font: 11px/19px var(--mono); user-select: none; }
.source .cell-time { width: 120px; min-width: 120px; }
.source code { white-space: pre; tab-size: 2; color: var(--muted); }
.source .timed code { color: var(--text); }
.source .gap td { color: var(--muted); line-height: 14px; }

.downloads { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; padding: 8px 14px; font-size: 12px; border-top: 1px solid var(--line); }
.choice {
  max-width: 340px; padding: 2px 6px; border: 1px solid var(--line-strong); border-radius: 5px;
  background: var(--surface); color: inherit; font: 12px/20px var(--sans);
}
.action {
  padding: 4px 12px; border: 1px solid var(--line-strong); border-radius: 6px;
  background: var(--accent-soft); font-weight: 600;
}
.action:hover:enabled { border-color: var(--accent); }
.action:disabled { opacity: .55; cursor: default; }
.taking { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 14px; padding: 12px 14px; }
.taking p { color: var(--muted); max-width: 70ch; }
.taking input { width: 70px; padding: 2px 6px; border: 1px solid var(--line-strong); border-radius: 5px; background: var(--surface); }
.taking progress { accent-color: var(--accent); }
.profile-section > h3 { padding: 12px 14px 4px; }
.profile-columns { display: flex; align-items: center; gap: 14px; text-decoration: none; color: inherit; }
.profile-columns .cell-time { margin-left: auto; }

@media (forced-colors: active) {
  .flame-box { border: 1px solid CanvasText; }
  .swatch { forced-color-adjust: none; }
}
`;
