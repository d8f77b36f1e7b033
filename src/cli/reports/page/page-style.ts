/** The page's style sheet: light and dark by the reader's setting, one column on a phone, prints in black. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --page: #f6f7f9; --card: #fff; --ink: #16202c; --soft: #55616f; --line: #d9dee5;
  --gain: #1f77b4; --loss: #c8501e; --total: #51606f; --focus: #0b63ce; }
@media (prefers-color-scheme: dark) { :root { --page: #11161c; --card: #1a212a; --ink: #e7ecf2; --soft: #a3afbd;
  --line: #33404e; --gain: #5aa9e6; --loss: #f0884f; --total: #8b9aab; --focus: #7db7ff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
main, header, footer { max-width: 72rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 1.5rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.1rem; margin: 0 0 .5rem; }
p { margin: .25rem 0 .75rem; }
.soft, caption, figcaption { color: var(--soft); }
.verdict { display: inline-block; border: 2px solid; border-radius: .5rem; padding: .1rem .6rem; font-weight: 600; margin: .5rem 0; }
.verdict.good, .good { color: var(--gain); }
.verdict.bad, .bad { color: var(--loss); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .75rem; margin: .75rem 0 0; }
.figures div, section { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .75rem 1rem; }
.figures dt { color: var(--soft); font-size: .85rem; }
.figures dd { margin: 0; font-size: 1.35rem; font-weight: 600; font-variant-numeric: tabular-nums; }
section { margin: 1rem 0; min-width: 0; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 0 1.5rem; align-items: start; }
.pair > * { min-width: 0; }
.scroll { overflow-x: auto; margin-bottom: .75rem; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
caption { text-align: left; font-size: .85rem; padding-bottom: .25rem; }
th, td { padding: .22rem .5rem; border-bottom: 1px solid var(--line); vertical-align: baseline; }
th { font-weight: 500; }
thead th { color: var(--soft); font-size: .8rem; vertical-align: bottom; }
tfoot th, tfoot td { font-weight: 600; border-bottom: 0; }
.text { text-align: left; }
th.text { min-width: 9rem; overflow-wrap: anywhere; } table.heat th.text, table.names th.text { min-width: 0; white-space: nowrap; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.plot { width: 34%; min-width: 7rem; vertical-align: middle; }
.part { padding-left: 1rem; color: var(--soft); }
svg.bar { display: block; width: 100%; height: 1rem; }
svg .gain { fill: var(--gain); } svg .loss { fill: var(--loss); } svg .total { fill: var(--total); }
svg .axis { stroke: var(--soft); stroke-width: 1; vector-effect: non-scaling-stroke; }
table.heat { font-size: .82rem; } table.heat th, table.heat td { padding-inline: .4rem; }
table.heat td { background: color-mix(in srgb, var(--tone) var(--depth), var(--card)); }
table.heat td .worst { outline: 2px solid var(--ink); outline-offset: 3px; border-radius: 2px; font-weight: 700; }
figure { margin: 0 0 .75rem; max-width: 40rem; }
figure svg { display: block; width: 100%; height: auto; }
figure text { fill: var(--soft); font-size: 13px; }
.curve { fill: none; stroke-width: 2; }
.k0 { stroke: var(--gain); stroke-dasharray: 2 3; } .k1 { stroke: var(--gain); stroke-dasharray: 7 3; }
.k2 { stroke: var(--ink); } .k3 { stroke: var(--loss); stroke-dasharray: 7 3; } .k4 { stroke: var(--loss); stroke-dasharray: 2 3; }
.keys { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; padding: 0; margin: .25rem 0 0; font-size: .85rem; }
.keys svg { display: inline-block; width: 2rem; height: .5rem; margin-right: .35rem; vertical-align: middle; }
details { margin-bottom: .5rem; } summary { cursor: pointer; color: var(--soft); }
footer { padding-bottom: 2rem; font-size: .85rem; } footer dd { margin: 0 0 .4rem; overflow-wrap: anywhere; font-family: ui-monospace, "DejaVu Sans Mono", monospace; }
@media (max-width: 40rem) { section { padding: .6rem .6rem; } table { font-size: .76rem; } thead th { font-size: .72rem; } th, td { padding: .22rem .2rem; } th.text { min-width: 5.5rem; } .plot { width: 20%; min-width: 4rem; } .figures dd { font-size: 1.15rem; } }
@media print { body { background: #fff; } section { break-inside: avoid; } }
`;
