/** The cards of the findings. */
export const FINDINGS_STYLE = `
.findings, .finding, .remedy { display: grid; grid-template-columns: minmax(0, 1fr); }
.findings { padding: 14px; gap: 14px; }
.finding {
  padding: 14px 16px; border: 1px solid var(--line); border-left: 3px solid var(--problem-solid);
  border-radius: 8px; gap: 12px;
}
.finding h3 { display: flex; align-items: center; gap: 8px; font-size: 15px; }
.finding h3 .icon { width: 16px; height: 16px; color: var(--problem); }

.figures { display: flex; flex-wrap: wrap; gap: 8px 28px; }
.figures dt { color: var(--muted); font-size: 11px; }
.figures dd { font-size: 17px; font-weight: 600; line-height: 1.3; white-space: nowrap; }
.figures meter {
  display: inline-block; width: 84px; height: 8px; margin-left: 9px; vertical-align: 2px;
  appearance: none; border: 0; border-radius: 4px; background: var(--hover); overflow: hidden;
}
.figures meter::-webkit-meter-bar { background: var(--hover); border: 0; border-radius: 4px; height: 8px; }
.figures meter::-webkit-meter-optimum-value { background: var(--problem-solid); }
.figures meter::-moz-meter-bar { background: var(--problem-solid); }

.places { display: grid; grid-template-columns: 88px minmax(0, 1fr); gap: 8px 12px; }
.places dt { color: var(--muted); }
.places .site { font-weight: 600; overflow-wrap: anywhere; }
.places .muted { font-weight: 400; }
.places .source {
  display: block; margin-top: 1px; color: var(--muted); white-space: nowrap; overflow: hidden;
  text-overflow: ellipsis;
}

.remedy { gap: 6px; }
.remedy.other { padding-top: 10px; border-top: 1px dashed var(--line); }
.remedy.other h4 { font-weight: 500; }
.remedy ins {
  text-decoration: none; padding: 1px 0; border-radius: 3px; font-weight: 600;
  background: var(--accent-soft); color: var(--accent);
}
@container view (max-width: 560px) {
  .places { grid-template-columns: minmax(0, 1fr); gap: 2px; }
  .places dd { margin-bottom: 6px; }
  .code-block pre { padding-right: 11px; padding-top: 30px; }
}
`;
