import { DARK_TOKENS, LIGHT_TOKENS, type TokenColours } from '@logitscope/core'

const variables = (palette: TokenColours): string =>
  `--ink:${palette.ink};` +
  palette.classes.map((colour, i) => `--c${i}:${colour};`).join('') +
  palette.bars.map((colour, i) => `--s${i}:${colour};`).join('')

const CLASS_RULES = LIGHT_TOKENS.classes.map((_, i) => `.c${i}{background:var(--c${i})}.s${i}{fill:var(--s${i})}`).join('')

/** The page's style sheet. It is known to the content security policy by its hash: no style from elsewhere applies. */
export const STYLESHEET: string = `
:root{color-scheme:light dark;${variables(LIGHT_TOKENS)}--bg:#f6f7f8;--card:#fff;--fg:#1b1f24;--muted:#59636e;--line:#d5dade;--accent:#0b6477;--alarm:#b3261e;--good:#1f6f3f;--warn:#8a4b00;--keep:#0b6477}
@media(prefers-color-scheme:dark){:root{${variables(DARK_TOKENS)}--bg:#111418;--card:#191d22;--fg:#e4e7ea;--muted:#a0a9b2;--line:#343b43;--accent:#7cc7d6;--alarm:#ff9c8f;--good:#86d3a1;--warn:#f3b562;--keep:#7cc7d6}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0;background:var(--bg);color:var(--fg);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
html[data-lang=en] .l-tr,html[data-lang=tr] .l-en{display:none}
a{color:var(--accent)}
small{color:var(--muted);font-size:.82em;font-weight:400}
h1{font-size:1.15rem;margin:0}h2{font-size:1.1rem;margin:0 0 .15rem;scroll-margin-top:1rem}h3{font-size:1rem;margin:0 0 .5rem}
button{font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:6px;padding:.25rem .7rem;cursor:pointer;min-height:2.2rem}
button[aria-pressed=true]{background:var(--accent);border-color:var(--accent);color:var(--card)}
button:disabled{opacity:.45;cursor:default}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.skip{position:absolute;inset-inline-start:-999rem}.skip:focus{inset-inline-start:1rem;top:.5rem;z-index:9;background:var(--card);padding:.4rem .8rem;border-radius:6px}
.top,main,.foot{max-width:1500px;margin:0 auto;padding:.8rem 1.2rem}
.top{display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:center}
.top h1{margin-inline-end:auto}
.switch{display:flex;gap:.3rem}
.quiet,.facts-line,.foot{color:var(--muted)}.facts-line{margin:.1rem 0 .8rem;font-size:.9rem}
.card,.list{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:.9rem 1rem;margin:0 0 1rem}
.columns{display:grid;grid-template-columns:minmax(0,1fr) minmax(20rem,30rem);gap:0 1rem;align-items:start}
article:focus{outline:none}article+article{border-top:1px solid var(--line);padding-top:1.2rem;margin-top:1.2rem}
article[hidden]{display:none}
.text{contain:layout style;white-space:pre-wrap;font-size:1.08rem;line-height:1.95;color:var(--ink);margin:0 0 .6rem}
.t{border-radius:3px;padding:.12em 0;border-inline-end:1px solid var(--card);cursor:default;-webkit-box-decoration-break:clone;box-decoration-break:clone}
${CLASS_RULES}
.c0{text-decoration:underline wavy var(--alarm) 1.5px;text-underline-offset:.22em}
.cu{background:repeating-linear-gradient(135deg,transparent 0 4px,var(--line) 4px 5px);color:var(--fg)}
.cs{color:var(--muted);font-size:.8em;border:1px dashed var(--line)}
.h{border-bottom:2px solid var(--accent)}.e{border-bottom:2px dotted var(--muted)}.h.e{border-bottom:2px dashed var(--accent)}.x{border-top:2px solid var(--alarm)}
.k{font-weight:400;color:var(--muted);font-size:.75em;letter-spacing:.02em}
.t .k{color:inherit;opacity:.75}
.t.at{outline:2px solid var(--fg);outline-offset:0}.t.kept{outline-color:var(--keep);outline-width:3px}.t.in{box-shadow:0 0 0 2px var(--accent)}
.keys{font-size:.82rem;margin:.2rem 0 0}.part{margin:.2rem 0;color:var(--muted);font-size:.85rem}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1rem;align-items:center;font-size:.82rem;color:var(--muted);margin:0 0 1rem}
.scale{display:inline-flex;color:var(--ink)}.scale span{white-space:nowrap;padding:.05rem .42rem;font-size:.78rem}
.legend .t{color:var(--ink);padding:.05em .35em}
.legend .plain{background:none;color:inherit}
.strip{margin:0 0 .9rem}.strip figcaption{font-size:.85rem;color:var(--muted)}
.lane{position:relative;margin:.25rem 0 .1rem;padding-inline-start:2.4rem}
.lane-name{display:block;font-size:.75rem;color:var(--muted)}
.lane svg{display:block;width:100%;height:60px;background:var(--bg);border-radius:4px;cursor:crosshair}
.axis{position:absolute;inset-inline-start:0;bottom:0;height:60px;width:2.1rem;display:flex;flex-direction:column;justify-content:space-between;text-align:end;font-size:.72rem;line-height:1;color:var(--muted)}
.ent{fill:var(--accent)}.limit{stroke:var(--alarm);stroke-width:1;stroke-dasharray:4 3;vector-effect:non-scaling-stroke}.cursor{fill:var(--fg);fill-opacity:0}.lane.on .cursor{fill-opacity:.28}
table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{text-align:start;overflow-wrap:break-word;padding:.3rem .5rem .3rem 0;border-top:1px solid var(--line);vertical-align:top}thead th{border-top:0;color:var(--muted);font-weight:500}
th[scope=row]{font-weight:500}th small,td small{display:block}.num{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap}td.num{padding-inline-end:.7rem}
.scroll{overflow-x:auto}
.gauge{display:block;max-width:100%;margin-inline-start:auto}.metrics .num{white-space:normal;min-width:8.5rem}.base{stroke:var(--line);stroke-width:2}.tick{stroke:var(--muted);stroke-width:1}.point,.range{fill:var(--accent)}
.state-fires{color:var(--warn);font-weight:600}.state-unavailable,.state-undecided{color:var(--muted)}
.verdict{padding-block:.6rem;border-inline-start:5px solid var(--muted)}.verdict.v-pass{border-inline-start-color:var(--good)}.verdict.v-flag{border-inline-start-color:var(--warn)}.verdict.v-review,.verdict.v-requery,.verdict.v-withhold{border-inline-start-color:var(--alarm)}
.badge{white-space:nowrap;font-weight:600}.badge.v-pass{color:var(--good)}.badge.v-flag{color:var(--warn)}.badge.v-review,.badge.v-requery,.badge.v-withhold,.alarm{color:var(--alarm)}
.verdict h3{display:inline-block;margin-inline-end:.8rem}.verdict>p{display:inline;margin-inline-end:.8rem}.verdict .quiet{font-size:.88rem}ul{margin:.3rem 0;padding-inline-start:1.2rem}.issues{color:var(--warn)}
summary{cursor:pointer;padding:.15rem 0}.count{color:var(--muted)}
dl{margin:.3rem 0}dt{font-weight:600}dd{margin:0 0 .5rem;white-space:pre-wrap}
.prompt{margin:0 0 1rem}
.list table{font-size:.88rem}.list .excerpt{max-width:34rem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.list [aria-current=true]{font-weight:700}.list tr:has([aria-current=true]){background:var(--bg)}
.list-body{max-height:19rem;overflow:auto}
.panel{position:sticky;bottom:0;z-index:3;background:var(--card);border-top:2px solid var(--accent);box-shadow:0 -4px 18px rgb(0 0 0/.14);max-height:46vh;overflow:auto}
.panel output{display:block;max-width:1500px;margin:0 auto;padding:.6rem 1.2rem}
.panel .cols{display:grid;grid-template-columns:minmax(14rem,24rem) minmax(0,1fr);gap:.2rem 2rem}
.panel h3{margin:0 0 .3rem}.panel .tok{background:var(--bg);border:1px solid var(--line);border-radius:4px;padding:.05em .4em;white-space:pre-wrap}
.panel dl{display:grid;grid-template-columns:auto 1fr;gap:.05rem .8rem;font-size:.88rem;margin:0}.panel dt{font-weight:400;color:var(--muted)}.panel dd{margin:0;font-variant-numeric:tabular-nums}
.alts{list-style:none;padding:0;margin:0;font-size:.88rem;columns:2 20rem;column-gap:2rem}
.alts li{display:grid;grid-template-columns:minmax(5rem,1.2fr) minmax(3rem,2fr) 4.2rem 4.2rem;gap:.5rem;align-items:center;break-inside:avoid;padding:.06rem 0}
.alts .bar{display:block;height:.7rem;border-radius:2px;background:var(--bg)}.alts .bar i{display:block;height:100%;border-radius:2px;background:var(--accent);min-width:1px}
.alts .me{font-weight:700}.alts .rest{color:var(--muted)}.alts .rest .bar i{background:var(--muted)}.alts .num{font-variant-numeric:tabular-nums;text-align:end}
@media(max-width:900px){.columns{grid-template-columns:minmax(0,1fr)}}
@media(max-width:600px){.scale span{padding:.05rem .16rem;font-size:.66rem}.list .tokens{display:none}.top,main,.foot,.panel output{padding-inline:.8rem}.panel .cols{grid-template-columns:1fr}.panel{max-height:42vh}.alts{columns:1}.panel dl{grid-template-columns:auto auto auto auto}.list .excerpt,.panel .wide{display:none}.card{padding:.8rem}}
@media(prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media print{.keys,.panel,.switch,.top nav,.list,noscript{display:none!important}body{background:#fff}.card{border:0;padding:0;break-inside:avoid}.reading{break-inside:auto}.columns{display:block}.t,.scale span,.s0{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
`.trim()
