/** The style of the HTML report: system fonts, dark and light, one column on a phone, ink-friendly on paper. */
export const STYLE = `
:root{color-scheme:light dark;--bg:light-dark(#f6f7f9,#0e1116);--card:light-dark(#fff,#161b22);--ink:light-dark(#17202b,#e4e9f0);
--soft:light-dark(#5a6675,#98a4b3);--line:light-dark(#dfe4ea,#2b333e);--accent:light-dark(#2458c5,#7aa8ff);
--ok:light-dark(#157f4d,#3fb97d);--ok-bg:light-dark(#d9f2e4,#12382a);--req:light-dark(#0c7286,#4fbfd4);--req-bg:light-dark(#d8f0f4,#0f333b);
--warn:light-dark(#8a5a00,#e3b341);--warn-bg:light-dark(#fbecc8,#3d2f0c);--bad:light-dark(#b3261e,#ff7b72);--bad-bg:light-dark(#fbdcda,#4a1a1a);
--idle:light-dark(#5f6b7a,#8f9bab);--idle-bg:light-dark(#e9edf2,#242c37);--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
*{box-sizing:border-box}
html{scroll-padding-top:6.5rem}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
a{color:var(--accent)}
code,pre,.mono{font-family:var(--mono);font-size:.86em}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
.wrap{max-width:1240px;margin:0 auto;padding:0 20px}
.skip{position:absolute;left:-9999px}.skip:focus{left:12px;top:12px;background:var(--card);padding:8px 12px;z-index:9}
header.top{padding:30px 0 18px}
.eyebrow{font-size:.74rem;letter-spacing:.09em;text-transform:uppercase;color:var(--soft);font-weight:600}
h1{font-size:1.75rem;line-height:1.2;margin:.15em 0 .2em;letter-spacing:-.015em;text-wrap:balance}
h2{font-size:1.18rem;margin:0;letter-spacing:-.01em}
h3{font-size:.8rem;margin:18px 0 6px;color:var(--soft);font-weight:600;font-family:var(--mono)}
.soft{color:var(--soft)}
.verdictbar{display:flex;height:14px;border-radius:7px;overflow:hidden;gap:2px;margin:16px 0 10px;background:var(--idle-bg)}
.verdictbar span{min-width:4px}
.bar-passed{background:var(--ok)}.bar-request-only{background:var(--req)}.bar-contradicts{background:var(--warn)}.bar-failed{background:var(--bad)}
.bar-incoming,.bar-not-replayable,.bar-no-client{background:var(--idle)}
.tools{position:sticky;top:0;z-index:5;background:color-mix(in srgb,var(--bg) 92%,transparent);backdrop-filter:blur(8px);border-bottom:1px solid var(--line);padding:10px 0}
.tools .wrap{display:flex;flex-wrap:wrap;gap:8px;align-items:center}
input,select,button{font:inherit;font-size:.88rem;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:8px;padding:6px 10px;min-height:36px}
input[type=search]{flex:1 1 200px;min-width:0}
select{max-width:210px}
button{cursor:pointer}
.toggle{display:inline-flex;align-items:center;gap:6px}
.toggle[aria-pressed=false]{opacity:.55;text-decoration:line-through}
.toggle b{font-variant-numeric:tabular-nums;font-weight:600}
.dot{width:10px;height:10px;border-radius:3px;display:inline-block}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:18px 20px;margin:18px 0}
.vendor-head{display:flex;flex-wrap:wrap;gap:6px 16px;align-items:baseline;justify-content:space-between}
.meters{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:10px 22px;margin:14px 0 6px}
.meter{font-size:.82rem}.meter .num{float:right;font-variant-numeric:tabular-nums}
.track{height:6px;border-radius:3px;background:var(--idle-bg);margin-top:5px;position:relative;overflow:hidden}
.track i{position:absolute;inset:0 auto 0 0;border-radius:3px}.track .index{background:var(--accent);opacity:.35}.track .score{background:var(--accent)}
.map{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,370px),1fr));gap:1px 26px;margin:0;padding:0;list-style:none}
.map li{display:flex;align-items:center;gap:8px;min-height:30px;padding:3px 0;border-bottom:1px solid color-mix(in srgb,var(--line) 60%,transparent);min-width:0}
.map .open-op{color:var(--soft)}
.verb{font:600 .68rem/1 var(--mono);width:3.9em;flex:none;color:var(--soft)}
.path{flex:1;min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;direction:rtl;text-align:left;font-family:var(--mono);font-size:.78rem}
.path bdi{unicode-bidi:isolate}
.cells{display:flex;gap:3px;flex:none;flex-wrap:wrap;justify-content:flex-end;max-width:58%}
.cell{font:600 .68rem/1 var(--mono);padding:5px 6px;border-radius:5px;text-decoration:none;border:1px solid transparent;color:var(--idle);font-variant-numeric:tabular-nums}
a.cell:hover{filter:brightness(1.08);text-decoration:underline}
.cell sup{font-size:.62rem;font-weight:700;margin-left:2px;vertical-align:baseline;opacity:.8}
.v-none{border-color:var(--line);font-weight:400;opacity:.75}
.v-passed{background:var(--ok-bg);color:var(--ok)}.v-request-only{background:var(--req-bg);color:var(--req)}
.v-contradicts{background:var(--warn-bg);color:var(--warn)}.v-failed{background:var(--bad-bg);color:var(--bad);border-color:var(--bad)}
.v-incoming,.v-not-replayable,.v-no-client{background:var(--idle-bg);color:var(--idle)}
.f-schema-derived{background-image:repeating-linear-gradient(135deg,transparent 0 3px,color-mix(in srgb,currentColor 22%,transparent) 3px 5px);border-style:dashed;border-color:currentColor}
.legend{display:flex;flex-wrap:wrap;gap:6px 16px;font-size:.8rem;color:var(--soft);margin:14px 0 0}
.legend span{display:inline-flex;gap:6px;align-items:center}
.fail{border:1px solid var(--line);border-left:4px solid var(--bad);border-radius:8px;padding:12px 14px;margin:12px 0;background:var(--card)}
.fail h4,.row h4{margin:0;font-size:.95rem;font-family:var(--mono);overflow-wrap:anywhere}
.known{border-left-color:var(--warn)}
.diff{margin-top:10px}.diff>p{margin:0 0 6px;font-size:.9rem;overflow-wrap:anywhere}
.tag{font:600 .7rem/1 var(--mono);padding:3px 6px;border-radius:5px;white-space:nowrap}
.sides{display:grid;grid-template-columns:1fr 1fr;gap:8px}
.side{min-width:0;border:1px solid var(--line);border-radius:8px;overflow:hidden}
.side h5{margin:0;padding:4px 10px;font-size:.74rem;font-weight:600;background:var(--idle-bg);color:var(--soft)}
.side pre{margin:0;padding:8px 10px;white-space:pre-wrap;overflow-wrap:anywhere;max-height:22rem;overflow:auto}
.list{list-style:none;margin:8px 0 0;padding:0}
.list>li{border-bottom:1px solid var(--line)}.list>li:last-child{border:0}
.row>summary{display:grid;grid-template-columns:8.6em minmax(0,1.1fr) minmax(0,1.4fr) 8.5em 5.5em;gap:10px;align-items:center;padding:7px 4px;cursor:pointer;list-style:none;font-size:.86rem}
.row>summary::-webkit-details-marker{display:none}
.row>summary>*{min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.row>summary:hover{background:color-mix(in srgb,var(--accent) 7%,transparent)}
.row[open]>summary{font-weight:600}
.row .body{padding:2px 4px 14px}
.row .ms{text-align:right;font-variant-numeric:tabular-nums;color:var(--soft)}
.row.target>summary{background:color-mix(in srgb,var(--accent) 14%,transparent)}
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:2px 14px;margin:6px 0;font-size:.88rem}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
.empty{padding:14px 4px;color:var(--soft)}
[hidden]{display:none!important}
footer{padding:10px 0 40px;font-size:.82rem;color:var(--soft)}
@media (max-width:760px){.wrap{padding:0 14px}h1{font-size:1.4rem}.card{padding:14px;border-radius:10px}.sides{grid-template-columns:1fr}
.tools{position:static}html{scroll-padding-top:1rem}
.row>summary{grid-template-columns:minmax(0,1fr) auto;row-gap:2px}.row>summary .mono.op{grid-column:1/-1;order:3}.row>summary .id{grid-column:1/-1;order:2;white-space:normal;overflow-wrap:anywhere}
.row>summary .fid{order:1;text-align:right}.row .ms{display:none}
.map li{flex-wrap:wrap;padding:6px 0}.path{flex:1 1 70%}.cells{max-width:100%;flex:1 1 100%;justify-content:flex-start;padding-left:4.4em}.cell{padding:7px 8px}}
@media print{:root{color-scheme:light;--bg:#fff}body{font-size:10.5px}.tools,.skip{display:none}.card{break-inside:auto;border:0;padding:0}.fail,.list>li,.map li,.meters{break-inside:avoid}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}.side pre{max-height:none}h2,h3{break-after:avoid}a{color:inherit}.wrap{max-width:none;padding:0}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
`;
