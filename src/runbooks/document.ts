import { curesFor } from '../cluster/cures.ts';
import { isCureless, type RunbookName, verdictNames } from '../cluster/verdict-types.ts';
import { shownLine } from '../commands/command.ts';
import { departures, preGates } from '../gates/gates.ts';
import { josa, type Locale, type Words } from '../words.ts';
import { exampleCast, exampleContext, withPlaceholders } from './example.ts';
import type { Runbook, Step, StepContext } from './runbook.ts';

/** How many people a step asks, by the rule of src/approvals/people.ts and the members it takes down. */
type PeopleOf = (step: Step, context: StepContext) => number;

const kinds: Readonly<Record<Step['kind'], Words>> = {
  read: { en: 'reads', ko: '읽기' },
  snapshot: { en: 'snapshot', ko: '스냅샷' },
  backup: { en: 'backup', ko: '백업' },
  check: { en: 'check', ko: '확인' },
  change: { en: 'change', ko: '변경' },
};

const words = {
  written: {
    en: 'Written from src/runbooks by `npm run -s runbook-docs`; a test holds them together.',
    ko: 'src/runbooks에서 `npm run -s runbook-docs`로 생성한 문서이며, 테스트가 일치를 확인합니다.',
  },
  allowed: { en: 'Allowed when', ko: '사용 조건' },
  cost: { en: 'What it costs', ko: '비용' },
  gates: {
    en: 'Read again right before each act that can lower the number of healthy members',
    ko: '정상노드 수를 줄일 수 있는 모든 실행 직전에 다시 확인',
  },
  ownGates: {
    en: 'Read before it is opened, and again right before each of its acts',
    ko: '시작 전과 각 실행 직전에 다시 확인',
  },
  departs: {
    en: 'By design it departs from these from its first power-off on',
    ko: '설계상 첫 전원 끄기부터 다음 조건을 벗어납니다',
  },
  steps: { en: 'Steps', ko: '단계' },
  verdicts: { en: 'The verdict is', ko: '판정' },
  always: {
    en: 'Whatever the verdict is, where at least one etcd answers. `/pks snapshot [cluster]` starts it; it is never proposed as a cure.',
    ko: '판정과 관계없이 응답하는 etcd가 하나라도 있으면 사용할 수 있습니다. `/pks snapshot [cluster]`로 시작하며 복구 방법으로 제안되지 않습니다.',
  },
  restIsRefused: {
    en: 'For every other verdict it is refused, with the reason.',
    ko: '다른 판정에서는 이유와 함께 거부합니다.',
  },
  risk: { en: 'Risk', ko: '위험' },
  before: { en: 'Before', ko: '실행 전' },
  after: { en: 'After', ko: '실행 후' },
  guards: { en: 'Guards', ko: '조건' },
  approves: { en: 'Approved by', ko: '승인' },
  leftOut: {
    en: 'A person may go on without it once it has failed.',
    ko: '실패한 경우 사람이 건너뛸 수 있습니다.',
  },
  sometimesNeedless: {
    en: 'Left out where it is not needed; the card says why.',
    ko: '필요 없으면 생략하며 이유가 카드에 표시됩니다.',
  },
} as const satisfies Record<string, Words>;

const approvers = (step: Step, people: number, first: Step | null): Words => {
  if (first)
    return {
      en: `together with \`${withPlaceholders(first.id)}\`, in one window`,
      ko: `\`${withPlaceholders(first.id)}\`과(와) 한 번에 승인`,
    };
  if (step.coveredBy !== undefined)
    return { en: `together with ${step.coveredBy}`, ko: `${josa(step.coveredBy, '과/와')} 함께 승인` };
  if (people === 0) return { en: 'nobody, it runs by itself', ko: '승인 없이 자동 실행' };
  const many = people === 1 ? { en: '1 person', ko: '1명' } : { en: `${people} people`, ko: `${people}명` };
  return { en: `${many.en}, the requester not counted`, ko: `${many.ko} (요청자 제외)` };
};

/** Outside of code a browser would take `<leader>` for a tag. */
const inProse = (text: string): string => withPlaceholders(text).replaceAll('<', '\\<');

const lineOf = (step: Step, context: StepContext, to: Locale): string => {
  const command = step.act?.(context);
  return withPlaceholders(command ? shownLine(command) : (step.placeholder?.[to] ?? ''));
};

/** The step at which its window is asked; null where it is that one itself, or in none. */
const askedWith = (steps: readonly Step[], { id, window }: Step): Step | null => {
  const first = window && steps.find(each => each.window?.name === window.name);
  return first && first.id !== id ? first : null;
};

type Of = { readonly context: StepContext; readonly peopleOf: PeopleOf; readonly steps: readonly Step[] };

const stepPart = (step: Step, at: number, { context, peopleOf, steps }: Of, to: Locale): string => {
  const guards = step.guards(context).map(guard => `\`${guard.name}\``);
  const title = inProse(step.title[to]);
  return [
    `### ${at + 1}. ${title}`,
    `\`${withPlaceholders(step.id)}\`, ${kinds[step.kind][to]}. ${words.approves[to]}: ${approvers(step, peopleOf(step, context), askedWith(steps, step))[to]}.`,
    `\`\`\`\n${lineOf(step, context, to)}\n\`\`\``,
    [
      `* ${words.risk[to]}: ${inProse(step.risk[to])}`,
      `* ${words.before[to]}: ${inProse(step.before[to])}`,
      `* ${words.after[to]}: ${inProse(step.after[to])}`,
      ...(guards.length === 0 ? [] : [`* ${words.guards[to]}: ${guards.join(', ')}`]),
      ...(step.skip ? [`* ${words.sometimesNeedless[to]}`] : []),
      ...(step.skippable ? [`* ${words.leftOut[to]}`] : []),
    ].join('\n'),
  ].join('\n\n');
};

const allowedPart = (cure: RunbookName, to: Locale): string => {
  if (isCureless(cure)) return words.always[to];
  const verdicts = verdictNames.filter(name => curesFor(name, null, true).allowed.includes(cure));
  return `${words.verdicts[to]}: ${verdicts.map(name => `\`${name}\``).join(', ')}. ${words.restIsRefused[to]}`;
};

const gatesPart = ({ cure, gates = preGates }: Runbook, to: Locale): readonly string[] =>
  isCureless(cure)
    ? []
    : [
        `## ${(gates === preGates ? words.gates : words.ownGates)[to]}`,
        gates.map(gate => `* \`${gate.name}\`: ${gate.title[to]}`).join('\n'),
        ...(cure === 'disk-loss-original'
          ? [`${words.departs[to]}: ${departures.map(name => `\`${name}\``).join(', ')}.`]
          : []),
      ];

/** One runbook as a page of docs/runbooks, in one language. */
export const documentOf = (runbook: Runbook, to: Locale, peopleOf: PeopleOf): string => {
  const { cure, title, cost } = runbook;
  const context = exampleContext(cure);
  const steps = runbook.steps(exampleCast(cure));
  const parts = steps.map((step, at) => stepPart(step, at, { context, peopleOf, steps }, to));
  return `${[
    `# ${cure}: ${title[to]}`,
    words.written[to],
    `## ${words.allowed[to]}`,
    allowedPart(cure, to),
    `## ${words.cost[to]}`,
    cost[to],
    ...gatesPart(runbook, to),
    `## ${words.steps[to]}`,
    ...parts,
  ].join('\n\n')}\n`;
};
