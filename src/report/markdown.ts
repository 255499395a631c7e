import { clean } from '../messages/text.ts';
import type { StepRun } from '../runs/run.ts';
import { linesWords } from '../words.ts';
import { columnsOf, factRows } from './members.ts';
import type { Report } from './report.ts';
import { heads, lookHeads } from './report-words.ts';
import { factShown, hadTheirTurn, resultOf } from './steps.ts';
import { approvals, endWords, figures, lineOf, type Style, titleOf, voidedOf } from './sums.ts';

/** Foreign text as one line in which nothing is markup but the `code` of our own sentences. */
const flat = (text: string): string =>
  clean(text)
    .replaceAll(/\s+/g, ' ')
    .split(/(`[^`]+`)/)
    .map(part =>
      /^`.*`$/.test(part) ? part.replaceAll('|', '\\|') : part.replaceAll(/[\\*_[\]<>|#`~]/g, '\\$&'),
    )
    .join('')
    .trim();
const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => [
  row(...head.map(flat)),
  row(...head.map(() => '---')),
  ...rows.map(cells => row(...cells.map(flat))),
];
/** A fence that nothing inside of it can close. */
const fenced = (text: string): readonly string[] => {
  const runs = [...text.matchAll(/`+/g)].map(found => found[0].length);
  const fence = '`'.repeat(Math.max(3, ...runs.map(length => length + 1)));
  return [fence, clean(text).trimEnd(), fence];
};

const stepPart = (step: StepRun, index: number, style: Style): readonly string[] => {
  const { locale } = style;
  const { settled, ended, began } = step;
  const when = began ? `${style.clock.time(began.at)}, ` : '';
  return [
    '',
    `### ${index + 1}. ${flat(step.planned.title[locale])}: ${resultOf(step, locale)}`,
    '',
    `${when}${heads.approved[locale]}: ${flat(approvals(step, style)[locale])}`,
    '',
    ...fenced(lineOf(step)),
    ...voidedOf(step, locale).flatMap(each => ['', each.map(flat).join(': ')]),
    ...(settled ? ['', `${heads.readBackHere[locale]}: ${flat(settled.words[locale])}`] : []),
    ...(ended && ended.lines > 0
      ? [
          '',
          `<details><summary>${heads.output[locale]}: ${linesWords(ended.lines)[locale]}, sha256 ${ended.sha256}</summary>`,
          '',
          ...fenced(ended.tail),
          '',
          '</details>',
        ]
      : []),
  ];
};

const members = (report: Report, { locale, clock }: Style): readonly string[] => {
  const columns = columnsOf(report.looks);
  if (columns.length === 0) return [];
  const shown = (value: string | null) => (value === null ? '–' : factShown(value, locale));
  return [
    '',
    `## ${heads.members[locale]}`,
    '',
    ...table(
      [' ', ...columns.map(({ index, at }) => `${lookHeads[index]?.[locale] ?? ''} ${clock.time(at)}`)],
      factRows(report.looks).map(({ name, values }) => [
        factShown(name, locale),
        ...columns.map(({ index }) => shown(values[index] ?? null)),
      ]),
    ),
  ];
};

/** The beginning of a postmortem: what the record knows, and headings for what only people know. */
export const reportMarkdown = (report: Report, style: Style): string => {
  const { locale, clock } = style;
  const { sentence, evidence, warnings } = report.run.started.verdict;
  const had = hadTheirTurn(report.run.steps);
  return [
    `# ${heads.report[locale]}: ${flat(titleOf(report)[locale])}`,
    '',
    endWords(report)[locale],
    '',
    flat((report.run.finished?.words ?? sentence)[locale]),
    '',
    ...figures(report, style).map(([name, value]) => `- ${name[locale]}: ${flat(value[locale])}`),
    `- ${heads.time[locale]}: ${clock.zone(report.from)}`,
    '',
    `## ${heads.wrong[locale]}`,
    '',
    flat(sentence[locale]),
    '',
    ...[...evidence, ...warnings].map(each => `- ${flat(each[locale])}`),
    ...members(report, style),
    '',
    `## ${heads.steps[locale]}`,
    ...had.flatMap((step, index) => stepPart(step, index, style)),
    '',
    `## ${heads.chronicle[locale]}`,
    '',
    ...table(
      [heads.time[locale], heads.what[locale]],
      report.moments.map(({ at, words }) => [clock.time(at), words[locale]]),
    ),
    ...[heads.cause, heads.actions].flatMap(head => [
      '',
      `## ${head[locale]}`,
      '',
      `_${heads.postmortem[locale]}_`,
    ]),
    '',
  ].join('\n');
};
