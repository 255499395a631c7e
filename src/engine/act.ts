import { askDigest, witnessFor } from '../approvals/ask.ts';
import { shownLine } from '../commands/command.ts';
import type { Command, Ran } from '../model/command.ts';
import type { Instance } from '../model/instance.ts';
import type { FencePlace, RunOptions } from '../ports/jump-host.ts';
import { taskIdsIn } from '../readings/bosh-tasks.ts';
import { shownOf } from '../readings/known-lines.ts';
import type { Step, StepContext } from '../runbooks/runbook.ts';
import { servingOf } from '../runbooks/step-context.ts';
import type { RunEvent } from '../runs/events.ts';
import type { StepRun } from '../runs/run.ts';
import { versionOf } from '../runs/steps.ts';
import { abortWatch } from './abort-watch.ts';
import { newestTask } from './director-tasks.ts';
import type { Onward, Turn } from './engine.ts';
import { liveText } from './live-text.ts';
import { changesOff } from './only-looks.ts';
import { isAborted } from './read-again.ts';
import { keepEnd } from './result-cache.ts';
import { silenceWatch } from './silence-watch.ts';
import { LostTheRun, write } from './write.ts';

type Ended = Extract<RunEvent, { kind: 'ended' }>;
type Began = Extract<RunEvent, { kind: 'began' }>;

const tailLength = 1500;
/** Of what is longer its head and its end, with the sentence between them that says what is left out. */
const [headLength, endLength] = [250, 1000];

/** Cuts between whole lines where there are any, else between whole characters. Exported for its tests. */
export const tailOf = (text: string, file?: string | null): string => {
  if (text.length <= tailLength) return text;
  const first = text.slice(0, headLength).replace(/[\uD800-\uDBFF]$/, '');
  const head = first.slice(0, first.lastIndexOf('\n') + 1) || first;
  const last = text.slice(-endLength).replace(/^[\uDC00-\uDFFF]/, '');
  const end = last.slice(last.indexOf('\n') + 1) || last;
  const where = file ? `, on the bot's host: ${file}` : '';
  const left = text.length - head.length - end.length;
  return `${head.replace(/\n?$/, '\n')}… ${left} characters between are in the log file${where} …\n${end}`;
};

const kept = ({ command, stdout, stderr, logPath }: Ran): Pick<Ended, 'tail' | 'hidden' | 'file'> => {
  const all = `${stdout}${stderr && stdout && !stdout.endsWith('\n') ? '\n' : ''}${stderr}`;
  const { text, hidden } = shownOf(command.tool, all);
  return {
    tail: tailOf(text, logPath),
    ...(hidden > 0 ? { hidden } : {}),
    ...(logPath ? { file: logPath } : {}),
  };
};

/** Exported for its tests. */
export const endedEvent = (at: StepRun, attempt: number, ran: Ran): Ended => ({
  kind: 'ended',
  step: at.planned.id,
  attempt,
  end: ran.end,
  exitCode: ran.exitCode,
  why: ran.why,
  seconds: ran.seconds,
  lines: ran.lines,
  sha256: ran.sha256,
  ...kept(ran),
});

/** So much of a line's beginning has a task's number. */
const lineHead = 64;

/** What a command prints, streamed; each Director task is written down as soon as it is printed: only those are its own. */
const listen = (turn: Turn, at: StepRun, { attempt, newestTask: before }: Intent, command: Command) => {
  const live = liveText(turn.engine.channel, turn.run.id, at.planned.id, command.tool);
  let task = at.began?.attempt === attempt ? at.task : null;
  let line = '';
  const unkept = new Set<string>();
  let writing: Promise<void> = Promise.resolve();
  const event = (id: string): RunEvent => ({ kind: 'task', step: at.planned.id, attempt, task: id });
  const keep = async (id: string) => {
    await write(turn, [event(id)]);
    unkept.delete(id);
  };
  /** A journal that is away for a moment must not end the following of a command: it is written with its end then. */
  const keepLater = (id: string) =>
    keep(id).catch(error =>
      turn.engine.log(`run ${turn.run.id}: task ${id} is not written down yet: ${String(error)}`),
    );
  return {
    onOutput: (text: string) => {
      if (turn.lost.aborted) return;
      live.add(text);
      if (!command.byTask) return;
      line += text;
      for (const id of taskIdsIn(line, before ?? null)) {
        // Task numbers grow; an older one is one that was heard before.
        if (task !== null && Number(id) <= Number(task)) continue;
        task = id;
        unkept.add(id);
        writing = writing.then(() => keepLater(id));
      }
      const lastLine = line.lastIndexOf('\n');
      line = lastLine < 0 ? line.slice(0, lineHead) : line.slice(lastLine, lastLine + lineHead);
    },
    task: () => task,
    /** What is still to be written, once the command is over. */
    rest: async (): Promise<readonly RunEvent[]> => {
      await writing;
      return [...unkept].map(event);
    },
  };
};

/** Ends when the command does, or at once when another process has taken the run over: the command is then that one's. */
const unlessLost = async (turn: Turn, running: Promise<Ran>): Promise<Ran> => {
  running.catch(() => {}); // nobody may be listening any more when it ends
  let stop = () => {};
  const lost = new Promise<never>((_, reject) => {
    stop = () => reject(new LostTheRun(`run ${turn.run.id}: another process drives it`));
    if (turn.lost.aborted) stop();
    turn.lost.addEventListener('abort', stop);
  });
  return Promise.race([running, lost]).finally(() => turn.lost.removeEventListener('abort', stop));
};

/** What was written down before a command started: under this claim it starts at most once. */
type Intent = {
  readonly attempt: number;
  readonly claim: string;
  readonly newestTask?: string;
};
type Start = (options: RunOptions & { readonly claim: string }) => Promise<Ran>;

/** Follows a claimed command to its end: streams it, writes down its task, passes an abort on. Its end is 'lost' when the
 *  connection went: then nothing is written and it is looked for again. */
export const follow = async (
  turn: Turn,
  at: StepRun,
  command: Command,
  intent: Intent,
  start: Start,
): Promise<void> => {
  const heard = listen(turn, at, intent, command);
  const watch = abortWatch(turn, at, command, heard.task);
  const silence = silenceWatch(turn.engine.clock, command.silenceSeconds, heard.onOutput);
  const running = start({ claim: intent.claim, ...silence.orBy(watch.signal) });
  const over = await unlessLost(turn, running).finally(() => [watch, silence].map(each => each.stop()));
  const ran = await silence.told(over, () => isAborted(turn));
  keepEnd(turn, intent.claim, ran);
  const events = (await heard.rest()).concat(ran.end === 'lost' ? [] : endedEvent(at, intent.attempt, ran));
  if (events.length > 0) await write(turn, events);
};

const nothingRan = {
  end: 'exited',
  exitCode: null,
  why: null,
  seconds: 0,
  lines: 0,
  sha256: '',
  tail: '',
} as const;

const hold = async (
  turn: Turn,
  at: StepRun,
  attempt: number,
  begun: Pick<Began, 'declared' | 'serving'>,
): Promise<Onward> => {
  const step = at.planned.id;
  const began = {
    kind: 'began',
    step,
    attempt,
    line: at.planned.line,
    argv: [],
    digest: '',
    claim: '',
    ...begun,
  } as const;
  await write(turn, [began, { kind: 'ended', step, attempt, ...nothingRan }], 'unmoved');
  return 'on';
};

/** Behind which fence it will run, asked once more where one try failed; why nobody can tell. */
const placeNow = async ({ engine }: Turn): Promise<FencePlace | string> => {
  const ask = () => engine.jumpHost.place();
  const again = () => engine.clock.sleep(engine.lookEveryMs).then(ask);
  return ask()
    .catch(again)
    .catch(error => (error instanceof Error ? error.message : String(error)));
};

/** Masters whose VM the act may end: its line goes first, while bosh can still take its user off it. */
const endedBy = (step: Step, context: StepContext, command: Command): readonly Instance[] => [
  ...(step.takesDown?.(context) ?? []),
  ...(command.byTask ? [context.target] : []),
];

/** Intent first, flushed, and only while nobody has written since the decision; then the act, behind the fence; then its end. */
export const begin = async (
  turn: Turn,
  at: StepRun,
  step: Step,
  context: StepContext,
  command: Command | null,
): Promise<Onward> => {
  // Whoever came here by whatever way: the last place before it is written down and started.
  if (turn.engine.onlyReads && command?.effect === 'changes') throw new Error(changesOff.en);
  const attempt = at.state === 'asking' ? at.attempt : at.attempt + 1;
  const serving = servingOf(step, context);
  if (!command) return hold(turn, at, attempt, { declared: versionOf(step), serving });
  const newest = command.byTask ? await newestTask(turn) : null;
  const intent: Intent = {
    attempt,
    claim: `${turn.run.id}.${step.id}.${turn.run.seq}`,
    ...(newest === null ? {} : { newestTask: newest }),
  };
  if (step.kind === 'change')
    await turn.engine.observer.release(turn.run.id, endedBy(step, context, command));
  const place = await placeNow(turn);
  const trace = step.undo?.trace(context);
  const table = step.proofNeeds?.includes('alone') ? step.table?.(context, null) : null;
  const began: RunEvent = {
    kind: 'began',
    step: step.id,
    ...intent,
    line: shownLine(command),
    argv: command.argv,
    digest: askDigest(step, command, witnessFor(step, context)),
    declared: versionOf(step),
    deadlineSeconds: command.deadlineSeconds,
    silenceSeconds: command.silenceSeconds,
    effect: command.effect,
    tool: command.tool,
    byTask: command.byTask ?? false,
    serving,
    ...(trace ? { trace } : {}),
    ...(table ? { table } : {}),
    ...(typeof place === 'string' ? {} : { place }),
  };
  if (typeof place === 'string') {
    // Without knowing where, nothing is begun: it could not be found again.
    const end = { ...nothingRan, end: 'not-started', why: place } as const;
    await write(turn, [began, { kind: 'ended', step: step.id, attempt, ...end }], 'unmoved');
    return 'on';
  }
  if ((await write(turn, [began], 'unmoved')) === 'again') return 'on';
  await follow(turn, at, command, intent, options =>
    turn.engine.jumpHost.run(command, { ...options, place }),
  );
  return 'on';
};
