import { noQuorumSince } from '../approvals/calling.ts';
import { isAnswered } from '../runs/next.ts';
import { openAsk, type Run, type StepRun } from '../runs/run.ts';
import { josa, type Locale, type Words } from '../words.ts';
import { advisedName } from './advised.ts';
import { bold, type KnownBlock, line, rich, when } from './blocks.ts';

const words = {
  noWrites: {
    en: 'This run keeps etcd down: no writes since ',
    ko: '이 복구가 etcd를 멈춰 두었습니다. 쓰기 중단: ',
  },
  fewer: { en: 'This run keeps a master down since ', ko: '이 복구가 마스터 1대를 내려 두었습니다: ' },
} satisfies Record<string, Words>;

const ends = (click: Words): Words => ({
  en: `. “${click.en}” ends it.`,
  ko: `부터. ${josa(`“${click.ko}”`, '을/를')} 누르면 끝납니다.`,
});

/** The ask that waits while the run itself keeps members down; null: none does. */
export const outageAsk = (run: Run): StepRun | null => {
  const open = openAsk(run);
  return open?.asked.ownOutage && !isAnswered(open.step) ? open.step : null;
};

/** While the run itself keeps members down: since when, and the click that ends it. */
export const ownOutage = (run: Run, step: StepRun, locale: Locale): KnownBlock[] => {
  if (outageAsk(run)?.planned.id !== step.planned.id) return [];
  const since = noQuorumSince(run);
  const began = run.steps.find(({ tookDown }) => tookDown)?.began?.at ?? step.asked?.at ?? run.lastAt;
  const lead = since === null ? words.fewer : words.noWrites;
  return [
    rich(line(bold(`🔴 ${lead[locale]}`), when(since ?? began), bold(ends(advisedName(step))[locale]))),
  ];
};
