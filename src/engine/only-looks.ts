import type { Check } from '../model/check.ts';
import type { Step } from '../runbooks/runbook.ts';
import type { StepRun } from '../runs/run.ts';
import { joined, text, type Words, withMove } from '../words.ts';
import type { Onward, Turn } from './engine.ts';
import { write } from './write.ts';

export const changesOff: Words = withMove(
  text(
    'CHANGES=off: this bot only reads, so it starts nothing that changes anything. Start it with CHANGES=on to go on, or abort.',
    'CHANGES=off 설정입니다. 이 봇은 조회만 하며 변경 작업을 시작하지 않습니다. 계속하려면 CHANGES=on으로 시작하고, 아니면 중단하세요.',
  ),
);

/** What would be asked here, if anything might be changed. */
type Offered = {
  readonly line: string;
  readonly people: number;
  readonly why: Words;
  readonly guards: readonly Check[];
};

const guardWords = (guards: readonly Check[]): Words => {
  const open = guards.filter(guard => !guard.ok);
  if (open.length === 0) return text('', '');
  const list = joined(open.map(guard => guard.words));
  return text(
    ` Of ${guards.length} conditions ${open.length} would not hold now: ${list.en}.`,
    ` 조건 ${guards.length}개 중 ${open.length}개가 지금은 충족되지 않습니다: ${list.ko}.`,
  );
};

const wouldAsk = ({ line, people, why, guards }: Offered): Words => {
  const open = guardWords(guards);
  return text(
    `CHANGES=off: would ask ${people === 1 ? '1 person' : `${people} people`} to run \`${line}\` (${why.en}).${open.en}`,
    `CHANGES=off: 여기에서 ${people}명에게 \`${line}\` 실행 승인을 요청합니다(${why.ko}).${open.ko}`,
  );
};

const over: Words = text(
  'Observed only (CHANGES=off): everything was read and planned up to the first change, and nothing was changed.',
  '관찰 모드(CHANGES=off)로 끝났습니다. 첫 변경 직전까지 조회하고 계획했으며 변경된 것은 없습니다.',
);
const leftOut: Words = text(
  'Left out: CHANGES=off, and this writes a file or a backup.',
  '건너뜀: CHANGES=off이며, 파일이나 백업을 만드는 단계입니다.',
);

/**
 * Of a bot that only looks: what writes is left out, at the first change it says what it would ask, and the run ends. A run
 * in which a bot has already changed something is nobody's to end like that: null, and the step is not begun.
 */
export const onlyLooks = async (
  turn: Turn,
  at: StepRun,
  step: Step,
  offered: Offered,
): Promise<Onward | null> => {
  const { run } = turn;
  if (run.steps.some(({ began }) => began?.effect === 'changes')) return null;
  if (step.kind !== 'change') {
    const settled = { step: at.planned.id, attempt: Math.max(1, at.attempt), facts: {} } as const;
    await write(turn, [{ kind: 'settled', ...settled, outcome: 'skipped', words: leftOut }]);
    return 'on';
  }
  const end = { kind: 'finished', outcome: 'observed', words: over, facts: {} } as const;
  const said = { kind: 'noted', step: at.planned.id, words: wouldAsk(offered) } as const;
  return (await write(turn, [said, end], 'finish')) === 'written' ? 'parked' : 'on';
};
