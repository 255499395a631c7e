import { factLabel } from '../messages/facts.ts';
import { cureTyped, runOutcomeMark, runOutcomeWords } from '../messages/names.ts';
import { lasted } from '../messages/times.ts';
import type { StepRun } from '../runs/run.ts';
import { joined, type Locale, same, text, type Words } from '../words.ts';
import type { ReportClock } from './clock.ts';
import { personName, surfaceWords } from './moments.ts';
import type { Report } from './report.ts';
import { heads, noWritesWords } from './report-words.ts';
import { togetherMs } from './spans.ts';

/** How a report is written: whose language, and whose clock. */
export type Style = { readonly locale: Locale; readonly clock: ReportClock };

export const tookWords = (ms: number): Words => text(lasted(ms / 1000, 'en'), lasted(ms / 1000, 'ko'));

export const titleOf = ({ run }: Report): Words =>
  joined([same(run.started.cluster), same(cureTyped(run.started.cure))], ' · ');

export const endWords = ({ run }: Report): Words =>
  run.finished
    ? joined([same(runOutcomeMark[run.finished.outcome]), runOutcomeWords[run.finished.outcome]], ' ')
    : heads.soFar;

/** One line: how long nobody could write, and from when until when. */
const noWritesLine = ({ noWrites }: Report, { clock }: Style): Words => {
  if (noWrites === null) return noWritesWords.unknown;
  if (noWrites.length === 0) return noWritesWords.none;
  const times = noWrites.map(({ from, to }) => `${clock.time(from)} – ${clock.time(to)}`).join(', ');
  return joined([noWritesWords.atMost, tookWords(togetherMs(noWrites)), same(`(${times})`)], ' ');
};

/** What stands among the facts of its end, before that. */
const glassOf = ({ by, reason }: NonNullable<Report['run']['glass']>): Words =>
  same(`${personName(by)}: ${reason}`);

/** Those of its end. While nobody could write nobody looked either: a gap that was seen would be the shorter one. */
const factsOfEnd = ({ run, noWrites }: Report): readonly (readonly [Words, Words])[] =>
  Object.entries(run.finished?.facts ?? {})
    .filter(([name]) => name !== 'longest write gap seen' || noWrites?.length === 0)
    .map(([name, value]) => [factLabel(name), value]);

/** The figures at its top, name by name. */
export const figures = (report: Report, style: Style): readonly (readonly [Words, Words])[] => {
  const { run, from, to, ms } = report;
  const people = [...new Set(run.steps.flatMap(step => step.approvedBy.map(personName)))];
  return [
    [heads.run, same(run.id)],
    [heads.askedBy, same(personName(run.started.requestedBy))],
    [heads.began, same(style.clock.full(from))],
    ...(run.finished ? [[heads.ended, same(style.clock.full(to))] as const] : []),
    [heads.took, tookWords(ms.all)],
    [heads.waited, tookWords(ms.people)],
    [heads.ran, tookWords(ms.command)],
    [heads.readBack, tookWords(ms.world)],
    [heads.noWrites, noWritesLine(report, style)],
    [heads.approved, people.length > 0 ? same(people.join(', ')) : same('–')],
    ...(run.glass && !run.finished ? [[factLabel('break-glass'), glassOf(run.glass)] as const] : []),
    ...factsOfEnd(report),
  ];
};

/** Each answer to a step: who, what kind of surface, when. */
export const approvals = (step: StepRun, style: Style): Words =>
  step.glass
    ? joined([text('🚨 break-glass', '🚨 비상 승인'), answersOf(step, style)], ', ')
    : answersOf(step, style);

const answersOf = ({ answers, approvedBy, asked, began }: StepRun, { clock }: Style): Words =>
  answers.length > 0
    ? joined(
        answers.map(({ by, via, at }) =>
          joined([same(personName(by)), same(clock.time(at)), surfaceWords(via)], ' '),
        ),
        ', ',
      )
    : approvedBy.length > 0
      ? same(approvedBy.map(personName).join(', '))
      : asked && !began
        ? same('–')
        : heads.itself;

/** Whose approvals of it were lost, and what had changed. */
export const voidedOf = (step: StepRun, locale: Locale): readonly (readonly [string, string])[] =>
  step.voided.map(({ approvals: lost, differences }) => [
    `${heads.voided[locale]} (${lost.map(personName).join(', ')})`,
    differences.map(each => `${each[locale]}.`).join(' '),
  ]);

/** What it ran, as it ran; null where it is only a sentence, or did not run. */
export const lineOf = ({ began, asked, planned }: StepRun): string =>
  began?.line ?? asked?.line ?? planned.line;
