import { inKorean } from '../cluster/witness.ts';
import { boshTableText, boshTableTitle } from '../messages/bosh-table.ts';
import { factLabel } from '../messages/facts.ts';
import { outcomeMark, outcomeWords } from '../messages/names.ts';
import { lineInChannel } from '../messages/shown-line.ts';
import { notShown } from '../messages/step-result.ts';
import type { StepRun } from '../runs/run.ts';
import { type Locale, linesWords, same } from '../words.ts';
import { type Html, html, sentence } from './html.ts';
import type { Report } from './report.ts';
import { heads } from './report-words.ts';
import { approvals, type Style, tookWords, voidedOf } from './sums.ts';

export const resultOf = (step: StepRun, locale: Locale): string =>
  step.settled
    ? `${outcomeMark[step.settled.outcome]} ${outcomeWords[step.settled.outcome][locale]}`
    : `➖ ${heads.notDone[locale]}`;

export const factShown = (fact: string, locale: Locale): string => (locale === 'ko' ? inKorean(fact) : fact);

const table = (rows: readonly (readonly [string, string])[]): Html =>
  html`<table class="facts">${rows.map(([name, value]) => html`<tr><th>${name}</th><td>${value}</td></tr>`)}</table>`;

const stateApproved = ({ asked }: StepRun, locale: Locale): Html => {
  const facts = Object.entries(asked?.witness ?? {});
  if (facts.length === 0) return html``;
  const rows = facts.map(([name, value]) => [factShown(name, locale), factShown(value, locale)] as const);
  return html`<details><summary>${heads.state[locale]}</summary>${table(rows)}</details>`;
};

const checks = ({ asked }: StepRun, locale: Locale): Html =>
  !asked || asked.guards.length === 0
    ? html``
    : html`<details><summary>${heads.checks[locale]} (${asked.guards.filter(each => each.ok).length}/${asked.guards.length})</summary><ul>${asked.guards.map(
        each => html`<li>${each.ok ? '✅' : '⛔'} ${sentence(each.words, locale)}</li>`,
      )}</ul></details>`;

/** What it printed, folded, with its hash: the whole of it may lie elsewhere. */
const output = ({ ended }: StepRun, locale: Locale): Html => {
  if (!ended || ended.lines === 0) return html``;
  const rest = notShown(ended.hidden, ended.file)?.[locale] ?? ended.file ?? '';
  return html`<details><summary>${heads.output[locale]}: ${linesWords(ended.lines)[locale]}, sha256 <code>${ended.sha256.slice(0, 12)}</code></summary>${ended.tail.trim() === '' ? html`` : html`<pre>${ended.tail}</pre>`}<p class="small">${rest} sha256 <code>${ended.sha256}</code></p></details>`;
};

const ended = ({ ended: end }: StepRun): string =>
  !end || (end.end === 'exited' && end.exitCode === null)
    ? ''
    : `${end.end === 'exited' ? `exit ${end.exitCode}` : end.end} · `;

const command = (step: StepRun, locale: Locale): Html =>
  html`<pre class="cmd">${lineInChannel(step.planned, locale, step.began?.line ?? step.asked?.line)}</pre>
${step.ended && !(step.ended.exitCode === null && step.ended.end === 'exited') ? html`<p class="small">${ended(step)}${tookWords(step.ended.seconds * 1000)[locale]}</p>` : html``}`;

const readBack = ({ settled }: StepRun, locale: Locale): Html => {
  if (!settled) return html``;
  const facts = Object.entries(settled.facts).map(
    ([name, value]) => [factLabel(name)[locale], value] as const,
  );
  return html`<p><strong>${heads.readBackHere[locale]}:</strong> ${sentence(settled.words, locale)}</p>${facts.length > 0 ? table(facts) : html``}${settled.table ? html`<p class="small">${sentence(boshTableTitle(settled.table), locale)}</p><pre>${boshTableText(settled.table)}</pre>` : html``}`;
};

const voided = (step: StepRun, locale: Locale): readonly Html[] =>
  voidedOf(step, locale).map(
    ([who, why]) => html`<p class="warn"><strong>${who}:</strong> ${sentence(same(why), locale)}</p>`,
  );

const section = (step: StepRun, index: number, style: Style): Html => {
  const { locale, clock } = style;
  return html`<section class="step"><h3>${index + 1}. ${step.planned.title[locale]} <span class="result">${resultOf(step, locale)}</span></h3>
<p class="small">${step.began ? `${clock.time(step.began.at)} · ` : ''}${heads.approved[locale]}: ${approvals(step, style)[locale]}</p>
${command(step, locale)}${voided(step, locale)}${readBack(step, locale)}${step.notes.map(
  note => html`<p class="small">${clock.time(note.at)} ${sentence(note.words, locale)}</p>`,
)}${output(step, locale)}${checks(step, locale)}${stateApproved(step, locale)}</section>
`;
};

export const hadTheirTurn = (steps: readonly StepRun[]): readonly StepRun[] =>
  steps.filter(step => step.attempt > 0 || step.settled || step.voided.length > 0);

/** Every step with what was approved, what ran and what was read back; those that never had their turn as a list. */
export const steps = ({ run }: Report, style: Style): Html => {
  const had = hadTheirTurn(run.steps);
  const rest = run.steps.filter(step => !had.includes(step));
  const { locale } = style;
  return html`${had.map((step, index) => section(step, index, style))}${
    rest.length === 0
      ? html``
      : html`<p><strong>${heads.notDone[locale]}:</strong> ${rest.map(step => step.planned.title[locale]).join(', ')}</p>`
  }`;
};
