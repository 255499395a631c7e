import { type Html, html } from './html.ts';

/** Colours that tell apart in print and for the colour-blind; one column on a phone. */
export const style: Html = html`<style>
:root{--people:#e6a100;--command:#2563b0;--world:#8fb7e8;--shade:#f3c1bd;--line:#d6d9de;--dim:#5c6470}
*{box-sizing:border-box}
body{font:15px/1.5 system-ui,"Noto Sans KR","Apple SD Gothic Neo","Malgun Gothic",sans-serif;color:#16191d;background:#fff;max-width:1080px;margin:0 auto;padding:24px 20px;overflow-wrap:anywhere;word-break:keep-all}
h1{font-size:24px;line-height:1.25;margin:0 0 4px}h2{font-size:18px;margin:32px 0 8px;padding-bottom:4px;border-bottom:1px solid var(--line)}h3{font-size:15px;margin:0 0 4px}
p{margin:6px 0}.small,.zone{color:var(--dim);font-size:13px}.end{font-size:17px;font-weight:600}
code,pre{font:13px/1.45 ui-monospace,Menlo,Consolas,"Noto Sans Mono",monospace}
pre{background:#f4f5f7;border-radius:4px;padding:8px 10px;margin:6px 0;white-space:pre-wrap;word-break:break-word}
pre.cmd{background:#eef3fa;border-left:3px solid var(--command)}
table{border-collapse:collapse;width:100%;margin:6px 0}th,td{text-align:left;vertical-align:top;padding:4px 8px;border-bottom:1px solid var(--line);font-weight:400}
thead th{font-weight:600}.facts th{color:var(--dim);width:30%}tr.changed td{background:#fff6dd}
dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(230px,1fr));gap:8px 20px;margin:12px 0}dt{color:var(--dim);font-size:13px}dd{margin:0;font-weight:600}
.legend,.sum{display:flex;flex-wrap:wrap;gap:2px 12px;font-size:13px;color:var(--dim)}
.key::before{content:"";display:inline-block;width:10px;height:10px;border-radius:2px;margin-right:5px;background:var(--c)}
.people{--c:var(--people)}.command{--c:var(--command)}.world{--c:var(--world)}.noWrites{--c:var(--shade)}
.lane{display:grid;grid-template-columns:minmax(0,300px) minmax(0,1fr) 190px;gap:0 12px;align-items:center;padding:3px 0;break-inside:avoid}
.name{font-size:14px;line-height:1.3}.name time,.marks{color:var(--dim);font-size:12px;font-variant-numeric:tabular-nums}
.marks{display:flex;justify-content:space-between}
.track{position:relative;height:18px;background:#f4f5f7;border-radius:3px;overflow:hidden}
.track b,.track i{position:absolute;top:0;bottom:0}.track b{top:3px;bottom:3px;min-width:3px;background:var(--c);border-radius:2px}.track i.shade{background:var(--shade)}
.step{border:1px solid var(--line);border-radius:6px;padding:10px 14px;margin:10px 0}
.result{font-weight:400;color:var(--dim);margin-left:6px;white-space:nowrap}.warn{background:#fff6dd;padding:6px 10px;border-radius:4px}
summary{cursor:pointer;color:var(--dim);font-size:13px}.chronicle td:first-child{white-space:nowrap;font-variant-numeric:tabular-nums;width:1%}
@media(max-width:640px){body{padding:14px 12px}.lane{grid-template-columns:minmax(0,1fr);gap:2px;padding:6px 0}dl{grid-template-columns:1fr 1fr}.facts th{width:38%}.members td,.members th{padding:4px;font-size:13px}.marks time:nth-child(even){display:none}}
@media print{body{max-width:none;padding:0;font-size:12px}.track,.track b,.track i,.key::before,pre,tr.changed td{-webkit-print-color-adjust:exact;print-color-adjust:exact}h2,h3{break-after:avoid}tr,.lane{break-inside:avoid}details::details-content{content-visibility:visible;display:block;height:auto}summary{list-style:none}}
</style>`;
