import type { StepRun } from '../runs/run.ts';
import { type Html, html } from './html.ts';
import type { Report } from './report.ts';
import { busyWords } from './report-words.ts';
import { type Style, tookWords } from './sums.ts';

/** Percent of the whole run's time, with two decimals. */
const placed = ({ from, to }: Report, part: { readonly from: number; readonly to: number }): Html => {
  const all = Math.max(1, to - from);
  const [left, width] = [(part.from - from) / all, (part.to - part.from) / all].map(
    share => Math.round(Math.min(1, Math.max(0, share)) * 10_000) / 100,
  );
  return html`left:${left ?? 0}%;width:${width ?? 0}%`;
};

const track = (report: Report, bars: readonly Html[]): Html =>
  html`<div class="track">${(report.noWrites ?? []).map(
    span => html`<i class="shade" style="${placed(report, span)}"></i>`,
  )}${bars}</div>`;

/** A bar has its place however short it is; its figure says nothing below this. */
const worthTellingMs = 500;

const rowOf = (report: Report, step: StepRun, { locale, clock }: Style): Html => {
  const spans = report.spans.filter(span => span.step === step.planned.id);
  if (spans.length === 0) return html``;
  const bars = spans.map(span => {
    const tip = `${busyWords[span.busy][locale]} ${clock.time(span.from)} – ${clock.time(span.to)}`;
    return html`<b class="${span.busy}" style="${placed(report, span)}" title="${tip}"></b>`;
  });
  const sum = spans
    .filter(({ from, to }) => to - from >= worthTellingMs)
    .map(span => html`<span class="key ${span.busy}">${tookWords(span.to - span.from)[locale]}</span>`);
  const first = spans[0]?.from ?? report.from;
  return html`<div class="lane"><div class="name"><time>${clock.time(first)}</time> ${step.planned.title[locale]}</div>${track(report, bars)}<div class="sum">${sum}</div></div>
`;
};

/** Where the clock's marks stand: a quarter of the way each. */
const axis = (report: Report, { clock }: Style): Html => {
  const marks = [0, 1, 2, 3, 4].map(quarter =>
    clock.time(report.from + ((report.to - report.from) * quarter) / 4),
  );
  return html`<div class="lane axis"><div class="name"></div><div class="marks">${marks.map(mark => html`<time>${mark}</time>`)}</div><div class="sum"></div></div>`;
};

/** Who waited for whom, drawn: a lane a step, people, commands and read-backs in colours, no writes shaded across all. */
export const timeline = (report: Report, style: Style): Html => {
  const key = (['people', 'command', 'world', 'noWrites'] as const).map(
    what => html`<span class="key ${what}">${busyWords[what][style.locale]}</span>`,
  );
  return html`<p class="legend">${key}</p>
<div class="timeline">${axis(report, style)}
${report.run.steps.map(step => rowOf(report, step, style))}</div>`;
};
