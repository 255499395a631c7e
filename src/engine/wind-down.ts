import { leftBehind, notYet, planned } from '../runs/steps.ts';
import { joined, type Words } from '../words.ts';
import type { Onward, Turn } from './engine.ts';
import { write } from './write.ts';

type Left = ReturnType<typeof leftBehind>[number];

const offered = (left: readonly Left[]): Words => {
  const titles = joined(
    left.flatMap(({ undo }) => undo.map(step => step.title)),
    ', ',
  );
  return titles.en === ''
    ? { en: '', ko: '' }
    : {
        en: ` What this run changed for the time being is put back below: ${titles.en}.`,
        ko: ` 이번 복구가 임시로 바꾼 것을 아래에서 되돌립니다: ${titles.ko}.`,
      };
};

/** What was changed, with what was written down before it. */
export const named = (left: readonly Left[]): Words =>
  joined(
    left.map(({ step: { planned }, facts }) => {
      const written = Object.entries(facts).map(fact => fact.join(' '));
      return {
        en: `${planned.title.en} (${written.join(', ')})`,
        ko: `${planned.title.ko} (${written.join(', ')})`,
      };
    }),
  );

/** Another version of the bot began it, and this one has no such step: a person puts it back by what was written down. */
const byHand = (left: readonly Left[]): Words => {
  const lost = left.filter(({ undo }) => undo.length === 0);
  const list = named(lost);
  return lost.length === 0
    ? { en: '', ko: '' }
    : {
        en: ` This version of the bot can't put back, so put it back by hand: ${list.en}.`,
        ko: ` 이 버전의 봇은 되돌릴 수 없으니 직접 되돌리세요: ${list.ko}.`,
      };
};

/** After an abort nothing goes on but what puts things back, each offered and none forced. */
export const windDown = async (turn: Turn): Promise<Onward> => {
  const left = leftBehind(turn.run, turn.engine.runbooks).filter(({ isBack }) => !isBack);
  const isSafe = (id: string) => turn.run.window?.safe.some(({ step }) => step === id) === true;
  const by = turn.run.abort?.by.name ?? '';
  const way = turn.run.abort?.for === 'recover';
  const stopped: Words = {
    en: `${way ? `Gives way to /pks recover by ${by}` : `Aborted by ${by}`}; no further step of the plan starts.`,
    ko: `${way ? `${by} 님의 /pks recover에 양보합니다` : `${by} 님이 중단했습니다`}. 이후 단계는 시작되지 않습니다.`,
  };
  await write(turn, [
    {
      kind: 'replanned',
      words: joined([stopped, offered(left), byHand(left)], ''),
      plan: left.flatMap(({ undo }) =>
        undo.map(step =>
          planned(step, step.placeholder ?? notYet, step.coveredBy || isSafe(step.id) ? 0 : 1),
        ),
      ),
    },
  ]);
  return 'on';
};
