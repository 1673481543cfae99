import { STYLESHEET } from '../stylesheet.ts'

/** The style sheet of the page: that of the other report, and what drawings and sliders need. */
export const CALIBRATION_STYLE: string = `${STYLESHEET}
.group h2{overflow-wrap:anywhere}.group>p{margin:.2rem 0 .8rem}.group>h3{margin:1.1rem 0 .4rem}.group>.scroll{margin-top:1rem}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,21rem),1fr));gap:1rem}
.pair figure{margin:0}.pair figcaption{font-size:.85rem;color:var(--muted)}
.chart{display:block;width:100%;height:auto}.chart text{fill:var(--muted);font-size:12px}
.grid{stroke:var(--line);stroke-width:1}.diagonal{stroke:var(--muted);stroke-width:1.5;stroke-dasharray:5 4}
.bar-line{stroke:var(--accent);stroke-width:2}.dot{fill:var(--accent);stroke:var(--card);stroke-width:1}
.band{fill:var(--accent);fill-opacity:.18}.curve{fill:none;stroke:var(--accent);stroke-width:2}
.cursor-line{stroke:var(--alarm);stroke-width:2}
.what-if label{display:block;font-weight:600;margin:.8rem 0 .2rem}.what-if input{width:100%;accent-color:var(--accent);min-height:2rem}
.what-if output{display:flex;flex-wrap:wrap;gap:.2rem 1.4rem;font-variant-numeric:tabular-nums}
.promises{list-style:none;padding:0}.promises li{padding-inline-start:1.5rem;text-indent:-1.5rem;margin:.25rem 0}
.promises .found::before{content:"✓";color:var(--good);display:inline-block;width:1.5rem;text-indent:0}
.promises .none::before{content:"–";color:var(--warn);display:inline-block;width:1.5rem;text-indent:0}
.tables{margin-top:.8rem}
@media print{.what-if label,.what-if input{display:none}}`
