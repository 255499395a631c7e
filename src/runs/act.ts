import { type Command, type Ran, shownLine } from '../commands/command.ts';
import { taskIdIn } from '../readings/bosh-tasks.ts';
import type { Scene, Step } from '../runbooks/runbook.ts';
import { abortWatch } from './abort-watch.ts';
import { askDigest, witnessOfScene } from './ask.ts';
import type { Onward, Turn } from './engine.ts';
import type { RunEvent } from './events.ts';
import { liveText } from './live-text.ts';
import type { StepRun } from './run.ts';
import { write } from './write.ts';

const tailLength = 1500;

/** Cuts between whole characters. */
export const tailOf = (text: string): string => {
  const tail = text.slice(-tailLength);
  return text.length > tailLength ? tail.replace(/^[\uDC00-\uDFFF]/, '') : tail;
};

/** Ends of commands that this process saw, by claim: the whole output, for the readings. */
export type Ends = Map<string, Ran>;
export const ends: Ends = new Map();

export const endedEvent = (at: StepRun, attempt: number, ran: Ran): Extract<RunEvent, { kind: 'ended' }> => ({
  kind: 'ended',
  step: at.planned.id,
  attempt,
  end: ran.end,
  exitCode: ran.exitCode,
  why: ran.why,
  seconds: ran.seconds,
  lines: ran.lines,
  sha256: ran.sha256,
  tail: tailOf(
    `${ran.stdout}${ran.stderr && ran.stdout && !ran.stdout.endsWith('\n') ? '\n' : ''}${ran.stderr}`,
  ),
});

/** Follows a claimed command to its end: streams it, writes its task id as soon as it is printed, passes an abort on. */
export const follow = async (
  turn: Turn,
  at: StepRun,
  attempt: number,
  command: Command,
  start: (onOutput: (text: string) => void, signal: AbortSignal) => Promise<Ran>,
): Promise<void> => {
  const { engine, run } = turn;
  const live = liveText(engine.channel, run.id, at.planned.id);
  let task: string | null = at.attempt === attempt ? at.task : null;
  const writing: Promise<unknown>[] = [];
  const watch = abortWatch(turn, command, () => task);
  const onOutput = (text: string) => {
    live.add(text);
    if (task || command.tool !== 'bosh') return;
    task = taskIdIn(live.all());
    if (task) writing.push(write(turn, [{ kind: 'task', step: at.planned.id, attempt, task }]));
  };
  const ran = await start(onOutput, watch.signal).finally(() => watch.stop());
  await Promise.all(writing);
  ends.set(`${run.id}/${at.planned.id}/${attempt}`, ran);
  if (ran.end === 'lost') return;
  await write(turn, [endedEvent(at, attempt, ran)]);
};

const hold = async (turn: Turn, at: StepRun, attempt: number): Promise<Onward> => {
  const nothing: Extract<RunEvent, { kind: 'ended' }> = {
    kind: 'ended',
    step: at.planned.id,
    attempt,
    end: 'exited',
    exitCode: null,
    why: null,
    seconds: 0,
    lines: 0,
    sha256: '',
    tail: '',
  };
  const began: RunEvent = {
    kind: 'began',
    step: at.planned.id,
    attempt,
    line: at.planned.line,
    argv: [],
    digest: '',
    claim: '',
  };
  await write(turn, [began, nothing]);
  return 'on';
};

/** Intent first, flushed; then the act, behind the fence; then its end. */
export const begin = async (
  turn: Turn,
  at: StepRun,
  step: Step,
  scene: Scene,
  command: Command | null,
): Promise<Onward> => {
  const attempt = at.state === 'asking' ? at.attempt : at.attempt + 1;
  if (!command) return hold(turn, at, attempt);
  const claim = `${turn.run.id}.${step.id}.${turn.run.seq}`;
  const digest = askDigest(command, witnessOfScene(scene));
  await write(turn, [
    {
      kind: 'began',
      step: step.id,
      attempt,
      line: shownLine(command),
      argv: command.argv,
      digest,
      claim,
    },
  ]);
  await follow(turn, at, attempt, command, (onOutput, signal) =>
    turn.engine.jumpHost.run(command, { claim, onOutput, signal }),
  );
  return 'on';
};
