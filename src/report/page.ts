import type { Locale } from '../words.ts';
import { type Html, html, sentence } from './html.ts';
import { columnsOf, factRows } from './members.ts';
import type { Report } from './report.ts';
import { heads, lookHeads } from './report-words.ts';
import { factShown, steps } from './steps.ts';
import { style as css } from './style.ts';
import { endWords, figures, type Style, titleOf } from './sums.ts';
import { timeline } from './timeline.ts';

const top = (report: Report, style: Style): Html => {
  const { locale, clock } = style;
  const { run } = report;
  return html`<h1>${titleOf(report)[locale]}</h1>
<p class="end">${endWords(report)[locale]}</p>
<p>${sentence(run.finished?.words ?? run.started.verdict.sentence, locale)}</p>
<dl>${figures(report, style).map(([name, value]) => html`<div><dt>${name[locale]}</dt><dd>${sentence(value, locale)}</dd></div>`)}</dl>
<p class="zone">${heads.time[locale]}: ${clock.zone(report.from)}</p>`;
};

const members = (report: Report, { locale, clock }: Style): Html => {
  const columns = columnsOf(report.looks);
  if (columns.length === 0) return html``;
  const shown = (value: string | null) => (value === null ? '–' : factShown(value, locale));
  const head = columns.map(
    ({ index, at }) =>
      html`<th>${lookHeads[index]?.[locale] ?? ''}<br><span class="small">${clock.time(at)}</span></th>`,
  );
  const row = ({ name, values, changed }: ReturnType<typeof factRows>[number]) =>
    html`<tr${changed ? html` class="changed"` : html``}><th>${factShown(name, locale)}</th>${columns.map(
      ({ index }) => html`<td>${shown(values[index] ?? null)}</td>`,
    )}</tr>`;
  const rows = factRows(report.looks);
  const table = (changed: boolean) =>
    html`<table class="members"><thead><tr><th></th>${head}</tr></thead><tbody>${rows
      .filter(each => each.changed === changed)
      .map(row)}</tbody></table>`;
  return html`<h2>${heads.members[locale]}</h2>
${table(true)}<details><summary>${heads.unchanged[locale]} (${rows.filter(each => !each.changed).length})</summary>${table(false)}</details>`;
};

const wrong = ({ run }: Report, { locale }: Style): Html => {
  const { evidence, warnings, ...verdict } = run.started.verdict;
  return html`<h2>${heads.wrong[locale]}</h2><p>${sentence(verdict.sentence, locale)}</p>
<ul>${[...evidence, ...warnings].map(each => html`<li>${sentence(each, locale)}</li>`)}</ul>`;
};

const chronicle = ({ moments }: Report, { locale, clock }: Style): Html =>
  html`<h2>${heads.chronicle[locale]}</h2><table class="chronicle"><tbody>${moments.map(
    ({
      at,
      seq,
      words,
    }) => html`<tr><td><time>${clock.time(at)}</time> #${seq}</td><td>${sentence(words, locale)}</td></tr>
`,
  )}</tbody></table>`;

const foot = ({ run }: Report, locale: Locale): Html => {
  const versions = Object.entries(run.started.versions).map(([tool, version]) => `${tool} ${version}`);
  return html`<p class="small">${versions.length > 0 ? `${heads.versions[locale]}: ${versions.join(', ')} · ` : ''}${heads.entries[locale]}: ${run.seq}</p>`;
};

/** One file that needs nothing else, runs no script, loads nothing, and prints. */
export const reportPage = (report: Report, style: Style): string => {
  const { locale } = style;
  const title = `${heads.report[locale]}: ${titleOf(report)[locale]}, ${report.run.id}`;
  return html`<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><meta name="color-scheme" content="light">
<title>${title}</title>${css}</head><body>
${top(report, style)}
<h2>${heads.timeline[locale]}</h2>${timeline(report, style)}
${members(report, style)}
${wrong(report, style)}
<h2>${heads.steps[locale]}</h2>${steps(report, style)}
${chronicle(report, style)}
${foot(report, locale)}
</body></html>
`.html;
};
