import { type Instance, shortInstance } from '../model/instance.ts';
import { windDownSteps } from '../runbooks/wind-down.ts';
import type { Run } from '../runs/run.ts';
import { factsOf, planned, stillOff } from '../runs/steps.ts';
import { josa, same, type Words } from '../words.ts';
import type { Onward, Turn } from './engine.ts';
import { write } from './write.ts';

const switchedOff = (run: Run): boolean =>
  factsOf(run)['resurrection-off'] !== undefined &&
  !run.steps.some(s => s.planned.id === 'resurrection-back' && s.settled?.outcome === 'done');

const offWords = (off: readonly Instance[]): Words => {
  if (off.length === 0) return { en: '', ko: '' };
  const names = off.map(shortInstance).join(', ');
  const [were, them] = off.length === 1 ? ['was', 'it'] : ['were', 'them'];
  return {
    en: ` ${names} ${were} powered off by this run: power ${them} on below.`,
    ko: ` 이번 복구에서 끈 ${josa(names, '을/를')} 아래에서 켜세요.`,
  };
};

/** After an abort nothing goes on but what puts things back, each offered and none forced. */
export const windDown = async (turn: Turn): Promise<Onward> => {
  const off = stillOff(turn.run);
  const steps = windDownSteps(off).filter(step => step.id !== 'undo-resurrection' || switchedOff(turn.run));
  const by = turn.run.abort?.by.name ?? '';
  const way = turn.run.abort?.for === 'recover';
  await write(turn, [
    {
      kind: 'replanned',
      words: {
        en: `${way ? `Gives way to /pks recover by ${by}` : `Aborted by ${by}`}; no further step of the plan starts.${offWords(off).en}`,
        ko: `${way ? `${by} 님의 /pks recover에 양보합니다` : `${by} 님이 중단했습니다`}. 이후 단계는 시작되지 않습니다.${offWords(off).ko}`,
      },
      plan: steps.map(step =>
        planned(
          step,
          step.id === 'undo-resurrection'
            ? same('bosh -n --tty --no-color update-resurrection on')
            : (step.placeholder ?? same('govc vm.power -on')),
          step.coveredBy && factsOf(turn.run)['resurrection-off']?.found !== 'unknown' ? 0 : 1,
        ),
      ),
    },
  ]);
  return 'on';
};
