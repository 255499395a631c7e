import type { Command } from '../model/command.ts';
import type { Claim } from '../ports/jump-host.ts';
import { commandOf } from '../runs/command-of.ts';
import { otherFence } from '../runs/fence-place.ts';
import { fold, type StepRun, stepOf } from '../runs/run.ts';
import { same, type Words, withMove } from '../words.ts';
import { follow } from './act.ts';
import type { Onward, Turn } from './engine.ts';
import { isNoted, note } from './notes.ts';
import { stuck } from './prepare.ts';
import { isAborted } from './read-again.ts';
import { endOf } from './result-cache.ts';
import { settledUnknown, unknown } from './unknown.ts';
import { stillOurs, write } from './write.ts';

type Began = NonNullable<StepRun['began']>;

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

const followedAgain = (lost: boolean, at: StepRun, state: 'running' | 'ended'): Words => {
  const task = at.task === null ? '' : ` (task ${at.task})`;
  return {
    en: `${lost ? 'The connection to the jump host was lost' : 'The bot was restarted'}; this command${task} ${state === 'running' ? 'is still running and is followed to its end' : 'was over already and its result is read'}.`,
    ko: `${lost ? '점프 호스트 연결이 끊겼다가 돌아왔습니다' : '봇이 재시작되었습니다'}. 이 명령은${task} ${state === 'running' ? '계속 실행 중이라 끝까지 지켜봅니다' : '이미 끝나 결과를 읽습니다'}.`,
  };
};

const adopt = async (turn: Turn, at: StepRun, began: Began, command: Command, state: 'running' | 'ended') => {
  const lost = endOf(turn, began.claim) !== null;
  // A connection that comes and goes is told once; each restart is told, by the process that came after it.
  if (!lost || !isNoted(at, 'followed')) await note(turn, at, 'followed', followedAgain(lost, at, state));
  await follow(turn, at, command, began, options =>
    turn.engine.jumpHost.adopt(command, began.claim, options),
  );
  return 'on' as const;
};

const away = (why: string): Words => ({
  en: `The jump host cannot be asked what became of this command: ${why}. It may be running there. It is asked again until it answers; nothing is run twice.`,
  ko: `점프 호스트에 이 명령의 결과를 물을 수 없습니다: ${why}. 그곳에서 실행 중일 수 있습니다. 응답할 때까지 다시 확인하며, 두 번 실행하지 않습니다.`,
});
const stillAway = (why: string): Words =>
  withMove({
    en: `The jump host still cannot be asked what became of this command: ${why}. Bring it back, then try again: that looks first and runs nothing twice.`,
    ko: `점프 호스트에 여전히 이 명령의 결과를 물을 수 없습니다: ${why}. 복구한 뒤 다시 시도하세요. 먼저 확인만 하며, 두 번 실행하지 않습니다.`,
  });
const abortedAway = (why: string): Words => ({
  en: `Aborted while the jump host could not be asked what became of this command (${why}): it may have run to its end, or may still be running there. Look before anything else is done.`,
  ko: `점프 호스트에 결과를 물을 수 없는 상태에서 중단되었습니다(${why}). 끝까지 실행되었거나 아직 실행 중일 수 있습니다. 다른 작업 전에 먼저 확인하세요.`,
});

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What the fence knows; a claim that it does not know of is burnt, so that it cannot start late there. Rejects while
 *  nobody can ask. */
const askFence = async ({ engine }: Turn, command: Command, claim: string): Promise<Claim> => {
  const found = await engine.jumpHost.look(command, claim);
  return found.state === 'never-started' ? engine.jumpHost.burn(command, claim) : found;
};

/** Asks for as long as a person would wait for it; then says so. */
const askPatiently = async (
  turn: Turn,
  at: StepRun,
  command: Command,
  began: Began,
): Promise<Claim | string> => {
  const { engine } = turn;
  const until = engine.clock.elapsed() + engine.settings.settleSeconds * 1000;
  for (;;) {
    try {
      return await askFence(turn, command, began.claim);
    } catch (error) {
      if (!isNoted(stepOf(fold(await engine.journal.read(turn.run.id)), at.planned.id) ?? at, 'unreachable'))
        await note(turn, at, 'unreachable', away(messageOf(error)));
      if (engine.clock.elapsed() > until || (await isAborted(turn))) return messageOf(error);
    }
    await engine.clock.sleep(engine.lookEveryMs);
    stillOurs(turn);
  }
};

/** An intent without an end: adopted, read back, proved never to have started, or put before a person. Never re-run blindly. */
export const reconcile = async (turn: Turn, at: StepRun): Promise<Onward> => {
  const command = at.began && commandOf(at.began);
  if (!command || !at.began) return neverStarted(turn, at);
  if (endOf(turn, at.began.claim)?.end === 'lost') await turn.engine.clock.sleep(turn.engine.lookEveryMs);
  const found = await askPatiently(turn, at, command, at.began);
  if (typeof found === 'string')
    return (await isAborted(turn))
      ? settledUnknown(turn, at, abortedAway(found))
      : stuck(turn, at, stillAway(found));
  switch (found.state) {
    case 'running':
    case 'ended':
      return adopt(turn, at, at.began, command, found.state);
    case 'never-started':
    case 'burnt': {
      const other = otherFence(at.began.place, found.place);
      return other ? unknown(turn, at, other) : neverStarted(turn, at);
    }
    case 'unknown':
      return unknown(turn, at, same(found.why));
    default:
      return found satisfies never;
  }
};
