import type { Command } from '../commands/command.ts';
import type { Claim } from '../world.ts';
import { ends, follow } from './act.ts';
import { asked } from './ask.ts';
import type { Onward, Turn } from './engine.ts';
import type { StepRun } from './run.ts';
import { declaredStep } from './steps.ts';
import { write } from './write.ts';

const commandOf = (at: StepRun): Command | null => {
  const [program, ...args] = at.began?.argv ?? [];
  return program === undefined
    ? null
    : { tool: toolOf(at), argv: [program, ...args], effect: 'changes', deadlineSeconds: 3600 };
};
const toolOf = (at: StepRun): Command['tool'] =>
  (['bosh', 'govc', 'curl'] as const).find(t => t === at.began?.argv[0]) ?? 'bbr';

/** Nobody can tell whether it happened: the world's own evidence first, then a person. */
const unknown = async (turn: Turn, at: StepRun, why: string): Promise<Onward> => {
  const step = declaredStep(turn.run, turn.engine.shelf, at.planned.id);
  const scene = step
    ? await turn.engine.eyes.scene(
        turn.run,
        [
          ...new Set([
            ...(step.needs ?? []),
            ...(step.proofNeeds === 'output' ? [] : (step.proofNeeds ?? [])),
          ]),
        ],
        0,
      )
    : { unread: 'this bot has no such step' };
  const proof = step && !('unread' in scene) ? step.proof(scene, null) : null;
  const attempt = at.began?.attempt ?? 1;
  if (proof?.state === 'holds') {
    await write(turn, [
      {
        kind: 'settled',
        step: at.planned.id,
        attempt,
        outcome: 'done',
        words: {
          en: `Its end was not seen (${why}); the world shows it done. ${proof.words.en}`,
          ko: `종료를 보지 못했지만(${why}) 결과는 완료입니다. ${proof.words.ko}`,
        },
        facts: proof.facts ?? {},
      },
    ]);
    return 'on';
  }
  const seen = 'unread' in scene ? scene.unread : (proof?.words.en ?? '');
  const event = asked({
    run: turn.run,
    at,
    step,
    scene: 'unread' in scene ? null : scene,
    ask: 'settle',
    command: null,
    people: 1,
    guards: [],
    why: {
      en: `It was begun and nobody can tell whether it happened: ${why}. Seen now: ${seen}. Look, then say which.`,
      ko: `시작했지만 실행 여부를 알 수 없습니다: ${why}. 현재: ${seen}. 확인 후 선택하세요.`,
    },
  });
  return (await write(turn, [event], 'park')) === 'written' ? 'parked' : 'on';
};

const neverStarted = async (turn: Turn, at: StepRun): Promise<Onward> => {
  await write(turn, [
    {
      kind: 'never-started',
      step: at.planned.id,
      attempt: at.began?.attempt ?? 1,
      words: {
        en: 'The bot stopped before this command started; it can’t start late any more.',
        ko: '명령이 시작되기 전에 봇이 멈췄습니다. 뒤늦게 시작될 수 없습니다.',
      },
    },
  ]);
  return 'on';
};

const byClaim = async (turn: Turn, at: StepRun, command: Command, found: Claim): Promise<Onward> => {
  const claim = at.began?.claim ?? '';
  const attempt = at.began?.attempt ?? at.attempt;
  switch (found.state) {
    case 'running':
    case 'ended':
      await write(turn, [
        {
          kind: 'noted',
          step: at.planned.id,
          words: {
            en: `The bot was restarted; this command was ${found.state === 'running' ? 'still running and is followed to its end' : 'over already and its result is read'}.`,
            ko: `봇이 재시작되었습니다. 이 명령은 ${found.state === 'running' ? '계속 실행 중이라 끝까지 지켜봅니다' : '이미 끝나 결과를 읽습니다'}.`,
          },
        },
      ]);
      await follow(turn, at, attempt, command, (onOutput, signal) =>
        turn.engine.jumpHost.adopt(command, claim, { onOutput, signal }),
      );
      return 'on';
    case 'never-started':
      return byClaim(turn, at, command, await turn.engine.jumpHost.burn(command, claim));
    case 'burnt':
      return neverStarted(turn, at);
    case 'unknown':
      return unknown(turn, at, found.why);
    default:
      return found satisfies never;
  }
};

/** An intent without an end: adopted, read back, proved never to have started, or put before a person. Never re-run blindly. */
export const reconcile = async (turn: Turn, at: StepRun): Promise<Onward> => {
  const command = commandOf(at);
  if (!command || !at.began) return neverStarted(turn, at);
  const lost = ends.get(`${turn.run.id}/${at.planned.id}/${at.began.attempt}`);
  if (lost?.end === 'lost') await turn.engine.clock.sleep(turn.engine.lookEveryMs);
  return byClaim(turn, at, command, await turn.engine.jumpHost.look(command, at.began.claim));
};
