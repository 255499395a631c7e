import { canApprove } from '../cluster/people.ts';
import { differences } from '../cluster/witness.ts';
import type { Scene, Step } from '../runbooks/runbook.ts';
import type { Words } from '../words.ts';
import { begin } from './act.ts';
import { askDigest, witnessOfScene } from './ask.ts';
import { stuck } from './consider.ts';
import type { Onward, Turn } from './engine.ts';
import type { StepRun } from './run.ts';
import { declaredStep } from './steps.ts';
import { write } from './write.ts';

/** Approvers may have lost their role since they clicked; a group that can't be read refuses. */
const noLongerMay = async ({ engine, run }: Turn, at: StepRun): Promise<readonly Words[]> => {
  const whys = await Promise.all(
    at.answers
      .filter(a => a.answer === 'approve')
      .map(async ({ by }) =>
        canApprove({
          requester: run.started.requestedBy,
          already: [],
          by,
          membership: await engine.membership(by, run.started.channel),
        }),
      ),
  );
  return whys.filter(why => why !== null);
};

const changed = (at: StepRun, step: Step, scene: Scene): readonly Words[] => {
  const witness = witnessOfScene(scene);
  const inWitness = differences(at.asked?.witness ?? {}, witness);
  if (inWitness.length > 0) return inWitness;
  return askDigest(step.act(scene), witness) === at.asked?.digest
    ? []
    : [{ en: 'the command line would be another one now', ko: '지금은 명령줄이 달라집니다' }];
};

/** Enough people approved: is the world still the one they approved it for? Then it runs, once. */
export const spend = async (turn: Turn, at: StepRun): Promise<Onward> => {
  const step = declaredStep(turn.run, turn.engine.shelf, at.planned.id);
  if (!step) return stuck(turn, at, { en: 'this bot has no such step', ko: '이 봇에 없는 단계입니다' });
  const scene = await turn.engine.eyes.scene(turn.run, ['director', ...(step.needs ?? [])], null);
  if ('unread' in scene) return stuck(turn, at, { en: scene.unread, ko: scene.unread }, { step });
  const differs = [...changed(at, step, scene), ...(await noLongerMay(turn, at))];
  if (differs.length > 0) {
    await write(turn, [{ kind: 'voided', step: at.planned.id, attempt: at.attempt, differences: differs }]);
    return 'on';
  }
  const guards = step.guards(scene);
  if (guards.some(g => !g.ok))
    return stuck(
      turn,
      at,
      {
        en: guards
          .filter(g => !g.ok)
          .map(g => g.words.en)
          .join('; '),
        ko: guards
          .filter(g => !g.ok)
          .map(g => g.words.ko)
          .join('; '),
      },
      { step, scene, guards },
    );
  return begin(turn, at, step, scene, step.act(scene));
};
