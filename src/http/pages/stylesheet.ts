/**
 * The style of every page the framework itself answers with: no scripts, no fonts or images to
 * fetch, light and dark.
 */
export const STYLESHEET = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf8; --card: #ffffff; --ink: #1d2025; --soft: #5d6470; --line: #e2dfd9;
  --accent: #b3261e; --accent-soft: #fdeceb; --mark: #fff1c9; --mark-ink: #5b4300;
  --link: #1558b0; --code: #f4f2ee; --good: #1f6f43;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14161a; --card: #1b1e24; --ink: #e8e6e1; --soft: #a0a6b1; --line: #30343c;
    --accent: #ff8a80; --accent-soft: #34201f; --mark: #47390f; --mark-ink: #ffe9a8;
    --link: #8ab8ff; --code: #20242b; --good: #7fd0a0;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
a { color: var(--link); }
code, pre, .mono { font-family: ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, monospace; }
.wrap { max-width: 68rem; margin: 0 auto; padding: 0 1.5rem; }
header { border-top: 4px solid var(--accent); padding: 2.25rem 0 1.75rem; background: var(--card); border-bottom: 1px solid var(--line); }
header.calm-tone { border-top-color: var(--link); }
.eyebrow { margin: 0 0 .5rem; color: var(--soft); font-size: .9rem; overflow-wrap: anywhere; }
.eyebrow strong { color: var(--accent); }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.3; font-weight: 650; overflow-wrap: anywhere; white-space: pre-wrap; }
h1 .kind { color: var(--accent); }
.pill {
  display: inline-block; margin-top: .9rem; padding: .1rem .6rem; border: 1px solid var(--line);
  border-radius: 1rem; font-size: .82rem; color: var(--soft); background: var(--paper);
}
.hint {
  margin: 1rem 0 0; padding: .75rem 1rem; border-left: 4px solid var(--good); border-radius: 0 .4rem .4rem 0;
  background: var(--paper); overflow-wrap: anywhere; white-space: pre-wrap;
}
.hint b { color: var(--good); margin-right: .4rem; }
main { padding: 1.75rem 0 3rem; }
section { margin: 0 0 2rem; }
h2 { margin: 0 0 .75rem; font-size: 1.05rem; font-weight: 650; }
h2 small { font-weight: 400; color: var(--soft); margin-left: .5rem; font-size: .88rem; }
h3 { margin: 1rem 0 .5rem; font-size: .9rem; font-weight: 600; color: var(--soft); }
.rest { margin: .75rem 0 0; overflow-x: auto; font-size: .88rem; color: var(--soft); }
.cause { margin: 0 0 .6rem; padding: .6rem 1rem; border-left: 4px solid var(--accent); background: var(--card); overflow-wrap: anywhere; white-space: pre-wrap; }
.frame { border: 1px solid var(--line); border-radius: .6rem; background: var(--card); overflow: hidden; margin: 0 0 .6rem; }
.place { padding: .55rem 1rem; font-size: .88rem; color: var(--soft); overflow-wrap: anywhere; }
.place b { color: var(--ink); font-weight: 600; }
summary { cursor: pointer; }
summary.place:hover { color: var(--ink); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.source { margin: 0; padding: .5rem 0; overflow-x: auto; font-size: .86rem; line-height: 1.6; border-top: 1px solid var(--line); background: var(--card); }
.source ol { list-style: none; margin: 0; padding: 0; min-width: max-content; }
.source li { padding: 0 1rem 0 0; white-space: pre; border-left: 3px solid transparent; }
.source .number { display: inline-block; width: 3.6rem; padding-right: 1rem; text-align: right; color: var(--soft); user-select: none; }
.source li.marked { background: var(--mark); border-left-color: var(--accent); color: var(--mark-ink); font-weight: 600; }
.source li.marked .number { color: inherit; }
table { width: 100%; border-collapse: collapse; font-size: .88rem; background: var(--card); }

.table { border: 1px solid var(--line); border-radius: .6rem; overflow: auto; margin: 0 0 1rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem 1rem; border-top: 1px solid var(--line); }
.frame .table { border-width: 1px 0 0; border-radius: 0; margin: 0; }
thead th { border-top: 0; color: var(--soft); font-weight: 500; font-size: .82rem; background: var(--code); }
tbody:first-child tr:first-child > * { border-top: 0; }
tbody th { width: 15rem; font-weight: 500; color: var(--soft); overflow-wrap: anywhere; }
td { overflow-wrap: anywhere; }
td.number, th.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
td.sql { font-family: ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, monospace; font-size: .82rem; }
.stack { margin: 0; padding: .75rem 1rem; overflow-x: auto; font-size: .8rem; border-top: 1px solid var(--line); white-space: pre; }
.parameter { color: var(--good); }
tr.nearest td { background: var(--mark); color: var(--mark-ink); }
.empty { color: var(--soft); margin: 0; }
footer { color: var(--soft); font-size: .82rem; border-top: 1px solid var(--line); padding: 1rem 0 3rem; overflow-wrap: anywhere; }
.calm { min-height: 100vh; display: flex; align-items: center; justify-content: center; padding: 2rem; text-align: center; }
.calm > div { max-width: 30rem; }
.calm .status { margin: 0; font-size: 4.5rem; line-height: 1; font-weight: 700; letter-spacing: -.03em; color: var(--soft); opacity: .55; }
.calm h1 { font-size: 1.5rem; margin: 1rem 0 .5rem; }
.calm p { margin: 0 0 1rem; color: var(--soft); }
.calm .reference { font-size: .8rem; }
`;
