import { otherDeclaration } from '../runs/difference.ts';
import type { StepRun } from '../runs/run.ts';
import { declaredStep } from '../runs/steps.ts';
import type { Words } from '../words.ts';
import type { Onward, Turn } from './engine.ts';
import { askOfOther, readOfUnknown } from './unknown.ts';
import { write } from './write.ts';

const saysSo = (by: string): Words => ({
  en: `${by} looked and says that it happened.`,
  ko: `${by} 님이 확인 결과 실행되었다고 답했습니다.`,
});

/** A person said that it happened. The world is read before they are believed: what it shows is kept, and said where it
 *  differs. What they were shown by a bot that declares the step otherwise is shown to them again first. */
export const takeWord = async (turn: Turn, at: StepRun, by: string): Promise<Onward> => {
  const step = declaredStep(turn.run, turn.engine.runbooks, at.planned.id);
  const said = saysSo(by);
  const difference = step && otherDeclaration(at, step, at.asked?.declared);
  if (step && difference)
    return askOfOther(turn, at, step, {
      difference,
      said: { en: `${said.en} `, ko: `${said.ko} ` },
    });
  const { proof, words } = await readOfUnknown(turn, at, step);
  const seen: Words =
    proof?.state === 'holds'
      ? { en: ` The world shows it too: ${words.en}`, ko: ` 실제 상태도 같습니다: ${words.ko}` }
      : {
          en: ` The world does not show it: ${words.en}. ${by} is believed.`,
          ko: ` 실제 상태에서는 확인되지 않습니다: ${words.ko}. ${by} 님의 답을 따릅니다.`,
        };
  await write(turn, [
    {
      kind: 'settled',
      step: at.planned.id,
      attempt: at.attempt,
      outcome: 'done',
      words: { en: said.en + seen.en, ko: said.ko + seen.ko },
      facts: proof?.state === 'holds' ? (proof.facts ?? {}) : {},
    },
  ]);
  return 'on';
};
