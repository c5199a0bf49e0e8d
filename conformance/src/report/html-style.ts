/** The style of the HTML report: system fonts, dark and light, one column on a phone, ink-friendly on paper. */
export const STYLE = `
:root{color-scheme:light dark;--bg:light-dark(#f6f7f9,#0e1116);--card:light-dark(#fff,#161b22);--ink:light-dark(#17202b,#e4e9f0);
--soft:light-dark(#5a6675,#98a4b3);--line:light-dark(#dfe4ea,#2b333e);--accent:light-dark(#2458c5,#7aa8ff);
--ok:light-dark(#0f6b3f,#3fb97d);--ok-bg:light-dark(#d9f2e4,#12382a);--req:light-dark(#0c7286,#4fbfd4);--req-bg:light-dark(#d8f0f4,#0f333b);
--warn:light-dark(#8a5a00,#e3b341);--warn-bg:light-dark(#fbecc8,#3d2f0c);--bad:light-dark(#b3261e,#ff7b72);--bad-bg:light-dark(#fbdcda,#4a1a1a);
--in:light-dark(#6d3fb0,#c29bff);--in-bg:light-dark(#ece3fa,#2f2145);--del:light-dark(#f6b4af,#7a2323);--ins:light-dark(#a5e0bd,#1c5a3e);
--idle:light-dark(#5f6b7a,#8f9bab);--idle-bg:light-dark(#e9edf2,#242c37);--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
*{box-sizing:border-box}
html{scroll-padding-top:6.5rem}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
a{color:var(--accent)}
code,pre,.mono{font-family:var(--mono);font-size:.86em}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
.wrap{max-width:1280px;margin:0 auto;padding:0 20px}
.skip{position:absolute;left:-9999px}.skip:focus{left:12px;top:12px;background:var(--card);padding:8px 12px;z-index:9}
header.top{padding:30px 0 18px}
.eyebrow{font-size:.74rem;letter-spacing:.09em;text-transform:uppercase;color:var(--soft);font-weight:600}
h1{font-size:1.75rem;line-height:1.2;margin:.15em 0 .2em;letter-spacing:-.015em;text-wrap:balance}
h2{font-size:1.18rem;margin:0;letter-spacing:-.01em}
h3{font-size:.8rem;margin:18px 0 6px;color:var(--soft);font-weight:600;font-family:var(--mono)}
.soft{color:var(--soft)}
.verdicts{display:grid;grid-template-columns:6.2em minmax(0,1fr);gap:0 12px;align-items:center;margin-top:14px;font-size:.84rem}
.verdicts .name{font-weight:600}.verdicts .words{grid-column:2;color:var(--soft);margin-top:3px}
.verdictbar{display:flex;height:12px;border-radius:6px;overflow:hidden;gap:2px;background:var(--idle-bg)}
.verdictbar span{min-width:4px}
.bar-passed{background:var(--ok)}.bar-request-only{background:var(--req)}.bar-contradicts{background:var(--warn)}.bar-failed{background:var(--bad)}
.bar-incoming{background:var(--in)}.bar-not-replayable,.bar-no-client{background:var(--idle)}.bar-not-applicable{background:var(--idle-bg)}.dot.bar-not-applicable{border:1px solid var(--idle)}
.tools{position:sticky;top:0;z-index:5;background:color-mix(in srgb,var(--bg) 92%,transparent);backdrop-filter:blur(8px);border-bottom:1px solid var(--line);padding:10px 0}
.tools .wrap{display:flex;flex-wrap:wrap;gap:8px;align-items:center}
input,select,button{font:inherit;font-size:.88rem;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:8px;padding:6px 10px;min-height:36px}
input[type=search]{flex:1 1 200px;min-width:0}
select{max-width:210px}
button{cursor:pointer}
.toggle{display:inline-flex;align-items:center;gap:6px}
.toggle[aria-pressed=false]{color:var(--soft);background:none;border-style:dashed;text-decoration:line-through}.toggle[aria-pressed=false] .dot{background:none;border:1px solid var(--soft)}
.toggle b{font-variant-numeric:tabular-nums;font-weight:600}
.dot{width:10px;height:10px;border-radius:3px;display:inline-block}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:18px 20px;margin:18px 0}
.vendor-head{display:flex;flex-wrap:wrap;gap:6px 16px;align-items:baseline;justify-content:space-between}
.meters{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,215px),1fr));gap:12px 24px;margin:14px 0 10px}
.meter{font-size:.8rem}.meter .what{font-weight:600}.meter .num{font-variant-numeric:tabular-nums;margin-top:3px}
.track{display:block;height:7px;border-radius:4px;background:var(--idle-bg);margin-top:4px;position:relative;overflow:hidden}
.track i{position:absolute;inset:0 auto 0 0;border-radius:4px}.track .index{background:repeating-linear-gradient(135deg,var(--accent) 0 2px,transparent 2px 5px)}.track .score{background:var(--accent)}
.track.key{width:26px;margin:0}
.scroll{overflow-x:auto;max-width:100%}
.kinds{border-collapse:collapse;font-size:.8rem;margin:6px 0 4px;font-variant-numeric:tabular-nums}
.kinds caption{text-align:left;font-weight:600;padding-bottom:4px}
.kinds th,.kinds td{white-space:nowrap;padding:3px 14px 3px 0;text-align:right;font-weight:400}.kinds th[scope=row]{text-align:left;font-family:var(--mono)}.kinds thead th{color:var(--soft)}
.kinds .full{color:var(--ok)}.kinds .part{font-weight:600}
.map{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,440px),1fr));gap:1px 26px;margin:0;padding:0;list-style:none}
.map>li{display:flex;flex-wrap:wrap;align-items:center;gap:8px;min-height:30px;padding:3px 0;border-bottom:1px solid color-mix(in srgb,var(--line) 60%,transparent);min-width:0}
.map .open-op,.map .open-op .path{color:var(--soft)}
.map>li.opened{grid-column:1/-1}
.events .map>li{border-left:3px double var(--in);padding-left:8px}
.verb.in{color:var(--in);width:auto}
.verb{font:600 .68rem/1 var(--mono);width:3.9em;flex:none;color:var(--soft)}
.path{flex:1;min-width:0;border:0;background:none;padding:0;min-height:24px;border-radius:4px;color:var(--ink);overflow:hidden;text-overflow:ellipsis;white-space:nowrap;direction:rtl;text-align:left;font-family:var(--mono);font-size:.78rem}
button.path:hover{text-decoration:underline}button.path[aria-expanded=true]{font-weight:600}
.path bdi{unicode-bidi:isolate}
.more{flex:1 1 100%;min-width:0;max-width:100%;overflow-wrap:anywhere;padding:4px 0 14px;font-size:.84rem}.more .label{margin:10px 0 4px;font-size:.8rem;color:var(--soft);font-weight:600}
.chips{list-style:none;display:flex;flex-wrap:wrap;gap:4px 16px;margin:0;padding:0}
.bare,.part>summary{margin:0;padding:3px 0}.part>summary{cursor:pointer}.bare{padding-left:16px}
.members{border-collapse:collapse;font-size:.8rem}.members th,.members td{text-align:center;padding:1px 12px;font-weight:400}
.members th:first-child{text-align:left;font-family:var(--mono)}.members thead th{color:var(--soft)}
.cov{display:inline-block;width:1.1em;text-align:center}.c-p{color:var(--ok)}.c-i{color:var(--accent)}.c-o{color:var(--soft)}
.cells{display:flex;gap:3px;flex:none;flex-wrap:wrap;justify-content:flex-end;max-width:58%}
.cell{font:600 .68rem/1 var(--mono);padding:5px 6px;border-radius:5px;text-decoration:none;border:1px solid transparent;color:var(--idle);font-variant-numeric:tabular-nums}
a.cell:hover{filter:brightness(1.08);text-decoration:underline}
.cell sup{font-size:.62rem;font-weight:700;margin-left:3px;vertical-align:baseline}
.v-none{border-color:var(--line);font-weight:400}
.v-passed{background:var(--ok-bg);color:var(--ok)}.v-request-only{background:var(--req-bg);color:var(--req)}
.v-contradicts{background:var(--warn-bg);color:var(--warn)}.v-failed{background:var(--bad-bg);color:var(--bad);border-color:var(--bad)}
.v-incoming{background:var(--in-bg);color:var(--in)}.cell.in{border:1px dotted var(--in)}
.v-not-replayable,.v-no-client{background:var(--idle-bg);color:var(--idle)}
.f-schema-derived{background-image:repeating-linear-gradient(135deg,transparent 0 3px,color-mix(in srgb,currentColor 22%,transparent) 3px 5px);border-style:dashed;border-color:currentColor}
#legend{margin:20px 0 -4px;padding:0 4px}
.legend{display:flex;flex-wrap:wrap;gap:6px 16px;font-size:.8rem;color:var(--soft);margin:14px 0 0}
.legend span{display:inline-flex;gap:6px;align-items:center}
.label{font-size:.74rem}
.fail{border:1px solid var(--line);border-left:4px solid var(--bad);border-radius:8px;padding:12px 14px;margin:12px 0;background:var(--card)}
.fail h3,.panel h3{margin:0;color:var(--ink);font-size:.95rem;font-family:var(--mono);overflow-wrap:anywhere}
.known{border-left-color:var(--warn)}
.diff{margin-top:10px}.diff>p{margin:0 0 6px;font-size:.9rem;overflow-wrap:anywhere}
.tag{font:600 .7rem/1 var(--mono);padding:3px 6px;border-radius:5px;white-space:nowrap}
.sides{display:grid;grid-template-columns:1fr 1fr;gap:8px}
.side{min-width:0;border:1px solid var(--line);border-radius:8px;overflow:hidden}
.side .label{margin:0;padding:4px 10px;font-size:.74rem;font-weight:600;background:var(--idle-bg);color:var(--soft)}
.side pre{margin:0;padding:8px 10px;white-space:pre-wrap;overflow-wrap:anywhere;max-height:22rem;overflow:auto}
.compare{border:1px solid var(--line);border-radius:8px;overflow:hidden;font-family:var(--mono);font-size:.8rem}
.dhead,.drow{display:grid;grid-template-columns:1fr 1fr}
.dhead{background:var(--idle-bg);font-family:system-ui,sans-serif}.dhead .label{padding:4px 10px;font-weight:600;color:var(--soft)}.dhead i{font-weight:400}
.dcell{position:relative;white-space:pre-wrap;overflow-wrap:anywhere;padding:1px 10px 1px 24px;min-width:0}.dcell+.dcell{border-left:1px solid var(--line)}
.dcell.del{background:var(--bad-bg)}.dcell.ins{background:var(--ok-bg)}.dcell.none{background:var(--idle-bg)}
.sign{position:absolute;left:9px}.del .sign{color:var(--bad)}.ins .sign{color:var(--ok)}
.dcell del,.dcell ins{text-decoration:none;border-radius:3px;padding:0 1px;font-weight:700}
.dcell del{background:var(--del);box-shadow:0 0 0 1px var(--bad)}.dcell ins{background:var(--ins);box-shadow:0 0 0 1px var(--ok)}
.dfold{padding:2px 24px;color:var(--soft);background:var(--idle-bg);font-family:system-ui,sans-serif}
.dfold::before{content:"⋯ "}
#matrix{container-type:inline-size;margin-top:12px}
.matrix{border-collapse:collapse;font-size:.8rem}
.matrix>*>tr>th,.matrix>*>tr>td{padding:0;font-weight:400}
.matrix>thead>tr>th{vertical-align:bottom}
.turn{writing-mode:vertical-rl;transform:rotate(180deg);font-family:var(--mono);font-size:.76rem;padding:4px 0;width:24px;white-space:nowrap;display:flex;align-items:center}
.matrix>*>tr>th[scope=row]{text-align:left;font-family:var(--mono);font-size:.76rem;padding-right:10px;white-space:nowrap;position:sticky;left:0;background:var(--card);z-index:1}
.matrix>tbody>.of>th{text-align:left;font-weight:600;color:var(--soft);padding:12px 0 3px;border-bottom:1px solid var(--line)}
.matrix .of span{position:sticky;left:0}
.matrix>thead>.sums>td{text-align:center;font-size:.66rem;line-height:1.15;font-variant-numeric:tabular-nums;padding:3px 0}.matrix>thead>.sums>th{font-family:inherit}
.matrix>*>tr>.edge{border-left:1px solid var(--line)}
.matrix tr[data-fault]:hover th,.matrix tr[data-fault]:hover td{background:color-mix(in srgb,var(--accent) 8%,var(--card))}
.matrix>*>tr>.shows{padding-left:14px;text-align:left;color:var(--soft);font-size:.76rem;white-space:nowrap}
.mark{display:inline-flex;align-items:center;justify-content:center;width:24px;height:24px;min-height:0;padding:0;border:1px solid transparent;border-radius:5px;background:none;font:700 .82rem/1 var(--mono);font-style:normal;text-decoration:none}
.m-passed{color:var(--ok);background:var(--ok-bg);border:2px solid var(--card)}
.m-failed{color:var(--bad);background:var(--bad-bg);border-color:var(--bad)}.m-not-applicable{color:var(--idle);font-weight:400}
.mark:hover,.mark[aria-expanded=true]{border-color:currentColor}
.panel .view{position:sticky;left:0;width:100cqw;max-width:100cqw;padding:12px 14px;border:1px solid var(--line);border-left:4px solid var(--accent);border-radius:8px;margin:4px 0 8px;background:var(--card)}
.about{margin:4px 0 8px;font-size:.88rem}.problems{margin:6px 0;padding-left:1.2em;font-size:.9rem;font-weight:600;color:var(--bad)}
.trial{display:grid;grid-template-columns:minmax(0,max-content) minmax(0,1fr);gap:10px 28px;align-items:start}
.facts{justify-self:start;border-collapse:collapse;font-size:.82rem}.facts th,.facts td{text-align:left;padding:2px 14px 2px 0;font-weight:400;vertical-align:top}.facts th[scope=row]{color:var(--soft)}.facts thead th{font-weight:600;border-bottom:1px solid var(--line)}
.runs{display:grid;gap:12px;min-width:0}
.run{margin:0;min-width:0}.run figcaption{font-size:.8rem;margin-bottom:3px}
.line{display:grid;align-items:stretch;row-gap:3px;font-size:.72rem;line-height:1.2;background:linear-gradient(var(--line),var(--line)) 0 calc(100% - 17px)/100% 1px no-repeat}
.lane{color:var(--soft);padding:5px 10px 5px 0;position:sticky;left:0;background:var(--card);z-index:1;min-width:3.6em}
.rq{border:1px solid;border-radius:5px;padding:3px 6px;margin-right:3px;display:flex;flex-direction:column;white-space:nowrap}
.rq i{font-style:normal;font-weight:700}.rq b{font-family:var(--mono)}
.rq small,.wait small{font-size:.66rem}.rq small{white-space:normal}.kept{white-space:nowrap}
.rq-ok{background:var(--ok-bg);color:var(--ok)}.rq-more{background:var(--req-bg);color:var(--req)}.rq-bad{background:var(--warn-bg);color:var(--warn)}.rq-none{background:var(--idle-bg);color:var(--ink);border-style:dashed}.rq-some{background:var(--idle-bg);color:var(--idle)}
.wait{display:flex;flex-direction:column;align-items:center;justify-content:center;min-width:max-content;padding:0 8px;margin-right:3px;color:var(--soft);border-bottom:2px dotted var(--soft);white-space:nowrap}
.wait b{color:var(--ink)}
.end{display:flex;flex-direction:column;justify-content:center;padding:0 2px 0 8px;white-space:nowrap;font-weight:600;color:var(--ink)}
.tick{color:var(--soft);font-size:.66rem;font-variant-numeric:tabular-nums;padding:3px 6px 0 0;white-space:nowrap;border-left:1px solid var(--line);padding-left:3px}
.list{list-style:none;margin:8px 0 0;padding:0}
.list>li{border-bottom:1px solid var(--line)}.row>summary:focus-visible{outline-offset:-2px}.list>li:last-child{border:0}
.row>summary{display:grid;grid-template-columns:8.6em minmax(0,1.1fr) minmax(0,1.4fr) 8.5em 5.5em;gap:10px;align-items:center;padding:7px 4px;cursor:pointer;list-style:none;font-size:.86rem}
.row>summary::-webkit-details-marker{display:none}
.row>summary>*{min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.row>summary:hover{background:color-mix(in srgb,var(--accent) 7%,transparent)}
.row[open]>summary{font-weight:600}
.row .body{padding:2px 4px 14px}
.row .ms{text-align:right;font-variant-numeric:tabular-nums;color:var(--soft)}
article.target{outline:2px solid var(--accent);outline-offset:3px}
.row.target>summary{background:color-mix(in srgb,var(--accent) 14%,transparent)}
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:2px 14px;margin:6px 0;font-size:.88rem}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
.empty{padding:14px 4px;color:var(--soft)}
[hidden]{display:none!important}
kbd{font:inherit;border:1px solid var(--line);border-radius:4px;padding:0 5px}
footer{padding:10px 0 40px;font-size:.82rem;color:var(--soft)}
@media (max-width:760px){.wrap{padding:0 14px}h1{font-size:1.4rem}.card{padding:14px;border-radius:10px}.sides,.trial{grid-template-columns:minmax(0,1fr)}
.tools{position:static}html{scroll-padding-top:1rem}select{flex:1 1 40%;min-width:0;max-width:none}.verdicts{grid-template-columns:minmax(0,1fr)}.verdicts .words{grid-column:1}
.facts{width:100%;table-layout:fixed}.facts th,.facts td{overflow-wrap:anywhere}.facts thead>tr>:first-child{width:5.5em}.drow,.dhead{grid-template-columns:minmax(0,1fr)}.dcell+.dcell{border-left:0}.drow.equal .dcell+.dcell,.dcell.none{display:none}.dhead .label:first-child::before{content:"− "}.dhead .label+.label::before{content:"+ "}
.row>summary{grid-template-columns:minmax(0,1fr) auto;row-gap:2px}.row>summary .mono.op{grid-column:1/-1;order:3}.row>summary .id{grid-column:1/-1;order:2;white-space:normal;overflow-wrap:anywhere}
.row>summary .fid{order:1;text-align:right}.row .ms{display:none}.matrix>*>tr>th[scope=row]{white-space:normal;width:9.5em;min-width:9.5em;overflow-wrap:anywhere}.matrix>tbody>.of>th{white-space:nowrap}
.map>li{padding:6px 0}.path{flex:1 1 60%}.cells{max-width:100%;flex:1 1 100%;justify-content:flex-start;padding-left:4.4em}.cell{padding:7px 8px}}
@page{size:A4;margin:12mm}
@media print{:root{color-scheme:light;--bg:#fff;font-size:10px}body{font-size:1.05rem}.tools,.skip,.close{display:none}.wrap{max-width:none;padding:0}header.top{padding-top:0}.card{border:0;padding:0;margin:1.6rem 0}
.fail,.list>li,.map>li,.meter,.verdicts,.run,.diff,.matrix tr,.kinds tr,.legend{break-inside:avoid}h2,h3,.matrix .of,.run figcaption,.vendor-head{break-after:avoid}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}.side pre{max-height:none}a{color:inherit}.scroll{overflow:visible}.trial{grid-template-columns:minmax(0,1fr)}
.matrix{width:100%}.matrix>*>tr>th,.matrix>*>tr>td{height:1.35rem}.matrix .mark{width:1.5rem;height:1.3rem;border-width:0;font-size:.8rem}.turn{width:1.5rem}.matrix>*>tr>th[scope=row],.matrix>tbody>.of span,.lane{position:static}.matrix>*>tr>.shows{min-width:0;white-space:normal}.matrix>tbody>.of>th{padding-top:.6rem}
.row>summary{grid-template-columns:8.6em minmax(0,1fr) minmax(0,1.3fr) 8em;padding:2px 0}.row .ms{display:none}.row>summary>*{white-space:normal;overflow-wrap:anywhere}.map{grid-template-columns:1fr 1fr;gap:1px 18px}.map>li{min-height:0;padding:1px 0}.path{white-space:normal;overflow-wrap:anywhere;direction:ltr;min-height:0}.cells{max-width:60%}.cell{padding:3px 4px}
details[data-telling]::details-content{content-visibility:visible;display:block;block-size:auto}.panel .view{width:auto;position:static}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
`;
