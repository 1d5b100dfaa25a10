/** The bar in the corner and the panel that opens above it. */
export const BAR_STYLE = `
.toolbar .bar {
  position: fixed; right: 12px; bottom: 12px; z-index: 2147483647;
  display: flex; align-items: stretch; height: 34px; max-width: calc(100vw - 24px);
  border: 1px solid var(--line-strong); border-radius: 9px; background: var(--surface);
  box-shadow: 0 4px 16px var(--shadow); overflow: hidden;
  font-weight: 500; white-space: nowrap;
}
.bar button {
  display: flex; align-items: center; gap: 6px; padding: 0 11px;
  border-left: 1px solid var(--line);
}
.bar button:hover { background: var(--hover); }
.bar button:focus-visible { border-radius: 8px; }
.bar .bar-logo { padding: 0 10px; border-left: 0; }
.bar .bar-logo .icon { width: 15px; height: 15px; }
.bar .muted { font-weight: 400; }
.bar .first-request { margin-left: 6px; }
.bar .bar-findings { color: var(--accent); padding: 0 10px; }
.bar.has-findings { border-color: var(--problem-solid); }
.bar.has-findings .bar-findings {
  background: var(--problem-solid); border-color: var(--problem-solid); color: #fff; font-weight: 600;
}
.bar.has-findings .bar-findings:hover { filter: brightness(1.08); }
.bar.has-findings .bar-findings:focus-visible { outline-color: #fff; }
.bar .bar-live { color: var(--muted); }

.toolbar .panel {
  position: fixed; right: 12px; bottom: 54px; z-index: 2147483647;
  width: min(1080px, calc(100vw - 24px)); height: min(640px, calc(100vh - 72px));
  display: flex; flex-direction: column; overflow: hidden;
  border: 1px solid var(--line-strong); border-radius: 10px; background: var(--surface);
  box-shadow: 0 12px 40px var(--shadow);
  animation: rise 120ms ease-out;
}
@keyframes rise { from { opacity: 0; transform: translateY(6px); } }

@media (max-width: 480px) {
  .bar .muted { display: none; }
  .bar button { padding: 0 8px; }
  .toolbar .panel { right: 0; width: 100vw; border-radius: 10px 10px 0 0; border-width: 1px 0 0; }
}
`;
