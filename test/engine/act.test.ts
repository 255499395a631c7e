import { describe, expect, test } from 'vitest';
import { begin, endedEvent, follow, tailOf } from '../../src/engine/act.ts';
import { endOf } from '../../src/engine/result-cache.ts';
import { LostTheRun, write } from '../../src/engine/write.ts';
import type { Command, Ran } from '../../src/model/command.ts';
import { ranOf } from '../readings/ran.ts';
import { asked, began, thisPlace } from '../support/a-run.ts';
import { aContext, aDeclared, aTurn } from '../support/a-turn.ts';
import { table } from '../support/bosh-tables.ts';

const recreate: Command = {
  tool: 'bosh',
  argv: ['bosh', '-n', '--tty', '-d', 'd', 'recreate', 'master/x', '--no-converge'],
  byTask: true,
  effect: 'changes',
  deadlineSeconds: 3600,
};
const about: Command = { tool: 'govc', argv: ['govc', 'about'], effect: 'changes', deadlineSeconds: 60 };

describe('the end of a command', () => {
  const { at } = aTurn();
  const tail = (stdout: string, stderr: string) => endedEvent(at, 2, ranOf(['x'], { stdout, stderr })).tail;
  test('is written with what it says of itself', () =>
    expect(
      endedEvent(
        at,
        2,
        ranOf(['x'], {
          end: 'deadline',
          exitCode: null,
          why: 'no end',
          seconds: 60,
          lines: 3,
          sha256: 'c0',
          stdout: 'Succeeded',
        }),
      ),
    ).toEqual({
      kind: 'ended',
      step: 'act',
      attempt: 2,
      end: 'deadline',
      exitCode: null,
      why: 'no end',
      seconds: 60,
      lines: 3,
      sha256: 'c0',
      tail: 'Succeeded',
    }));
  test('has the known lines of both streams, a line apart, and counts the others', () => {
    expect(tail('Succeeded', 'Exit code 1')).toBe('Succeeded\nExit code 1');
    expect(tail('Succeeded\n', 'Exit code 1')).toBe('Succeeded\nExit code 1');
    expect(tail('', 'Exit code 1')).toBe('Exit code 1');
    const ended = endedEvent(
      at,
      2,
      ranOf(['x'], { stdout: 'Task 7\n+ S=hunter2\nhunter2\nSucceeded', logPath: '/d/l.log' }),
    );
    expect(ended).toMatchObject({ tail: 'Task 7\nSucceeded', hidden: 2, file: '/d/l.log' });
  });
  test('keeps up to 1,500 characters, of more the head and the end, cut between whole lines or characters, and says what it left out', () => {
    expect(tailOf('x'.repeat(1500))).toHaveLength(1500);
    const left = (n: number, where = '') => `\n… ${n} characters between are in the log file${where} …\n`;
    const [head, end] = ['h'.repeat(250), 'e'.repeat(1000)];
    expect(tailOf(`${head}${'x'.repeat(301)}${end}`)).toBe(`${head}${left(301)}${end}`);
    expect(tailOf(`${head.slice(1)}😀${'x'.repeat(300)}😀${end.slice(1)}`)).toBe(
      `${head.slice(1)}${left(304)}${end.slice(1)}`,
    );
    const more = `first\n${'x'.repeat(600)}\nsecond\n${'x'.repeat(990)}`;
    expect(tailOf(more, '/d/l.log')).toBe(
      `first${left(601, ", on the bot's host: /d/l.log")}second\n${'x'.repeat(990)}`,
    );
    expect(tailOf('\uDE00x')).toBe('\uDE00x');
  });
});

describe('an act', () => {
  const act = async (command: Command | null, world: Parameters<typeof aTurn>[0] = {}) => {
    const turn = aTurn(world);
    const onward = await begin(turn.turn, turn.at, aDeclared(), aContext(), command);
    return { ...turn, onward };
  };
  test('writes its intent, does it, and writes its end', async () => {
    const { wrote, commands, onward } = await act(about);
    expect(onward).toBe('on');
    expect(wrote.map(each => each.events.map(event => event.kind))).toEqual([['began'], ['ended']]);
    expect(wrote[0]?.seenSeq).toBe(1);
    expect(wrote[0]?.events[0]).not.toHaveProperty('newestTask');
    expect(commands).toEqual([about]);
  });
  test('says in its intent behind which fence it will run', async () =>
    expect((await act(about)).wrote[0]?.events[0]).toMatchObject({ kind: 'began', place: thisPlace }));
  test('and its tool, and whether it is a task of the Director’s: whoever follows it need not guess', async () => {
    for (const [command, byTask] of [
      [about, false],
      [recreate, true],
    ] as const)
      expect((await act(command)).wrote[0]?.events[0]).toMatchObject({ tool: command.tool, byTask });
  });
  test('asks for the fence once more where one try failed', async () => {
    let asks = 0;
    const place = async () => {
      if (asks++ === 0) throw new Error('the connection went');
      return thisPlace;
    };
    const { commands } = await act(about, { place });
    expect(commands).toEqual([about]);
    expect(asks).toBe(2);
  });
  test('begins nothing where nobody can tell behind which fence', async () => {
    const { wrote, commands } = await act(about, {
      place: () => Promise.reject(new Error('no route to host')),
    });
    expect(commands).toEqual([]);
    expect(wrote).toHaveLength(1);
    expect(wrote[0]?.events).toMatchObject([
      { kind: 'began' },
      { kind: 'ended', end: 'not-started', why: 'no route to host' },
    ]);
    expect(wrote[0]?.events[0]).not.toHaveProperty('place');
  });
  test('that is a Director’s task has the newest of before in its intent', async () => {
    const run = async ({ argv }: Command) =>
      ranOf(argv, {
        stdout: argv.includes('recreate')
          ? ''
          : table([
              { id: '9', state: 'done', description: 'x', deployment: 'd' },
              { id: '101', state: 'done', description: 'x', deployment: 'd' },
            ]),
      });
    const { wrote } = await act(recreate, { run });
    expect(wrote[0]?.events[0]).toMatchObject({
      newestTask: '101',
      effect: 'changes',
      deadlineSeconds: 3600,
    });
    const none = await act(recreate, {
      run: async ({ argv }) => ranOf(argv, { end: 'deadline', exitCode: null }),
    });
    expect(none.wrote[0]?.events[0]).not.toHaveProperty('newestTask');
  });
  test('of an ask is its attempt, else the next one', async () => {
    expect((await act(about)).wrote[0]?.events[0]).toMatchObject({ attempt: 1 });
    expect((await act(about, { events: [asked('act', { attempt: 4 })] })).wrote[0]?.events[0]).toMatchObject({
      attempt: 4,
      claim: '7f3a.act.2',
    });
    expect((await act(about, { events: [began('act', 2)] })).wrote[0]?.events[0]).toMatchObject({
      attempt: 3,
    });
  });
  test('does nothing where somebody wrote since', async () => {
    const { commands, onward } = await act(about, { written: { ok: false, why: 'moved' } });
    expect([commands, onward]).toEqual([[], 'on']);
  });
  test('without a command begins and ends at once, to be held', async () => {
    const { wrote, commands } = await act(null);
    expect(commands).toEqual([]);
    expect(wrote).toMatchObject([
      {
        seenSeq: 1,
        events: [
          { kind: 'began', attempt: 1, argv: [], claim: '', digest: '', line: 'govc about' },
          {
            kind: 'ended',
            attempt: 1,
            end: 'exited',
            exitCode: null,
            why: null,
            seconds: 0,
            lines: 0,
            sha256: '',
            tail: '',
          },
        ],
      },
    ]);
  });
});

describe('a command that is followed', () => {
  const following = async (
    outputs: readonly string[],
    end: Partial<Ran> = {},
    command = recreate,
    world: Parameters<typeof aTurn>[0] = { events: [began('act')] },
    before: { readonly newestTask?: string } = { newestTask: '98' },
  ) => {
    const turn = aTurn(world);
    await follow(turn.turn, turn.at, command, { attempt: 1, claim: 'c', ...before }, async ({ onOutput }) => {
      for (const text of outputs) onOutput?.(text);
      return ranOf(command.argv, end);
    });
    return { ...turn, tasks: turn.events().flatMap(event => (event.kind === 'task' ? [event.task] : [])) };
  };
  test('has every task written down as it is printed, and no half of a number', async () => {
    const cut = ['Using environment\nTask 10', '4\n', 'Task 105\n'];
    expect((await following(cut)).tasks).toEqual(['104', '105']);
    expect((await following(cut, {}, recreate, undefined, {})).tasks).toEqual(['104', '105']);
    expect((await following(['Task 104\nTask 105'])).tasks).toEqual(['104', '105']);
    expect((await following(['Task 104\n', 'Task 99\n'])).tasks).toEqual(['104']);
  });
  test('takes no words in the middle of a line for its task, however long the line and wherever it is cut', async () => {
    const quoted = `Error: ${'x'.repeat(20_000)}Task 777`;
    expect(
      (await following(['Task 104 | now\n', quoted.slice(0, -8), quoted.slice(-8), '\n'])).tasks,
    ).toEqual(['104']);
  });
  test('has no task where another tool printed such words', async () =>
    expect((await following(['Task 104\n'], {}, about)).tasks).toEqual([]));
  test('goes on from the task that is known of the same attempt', async () => {
    const known = { events: [began('act'), { kind: 'task', step: 'act', attempt: 1, task: '104' } as const] };
    expect((await following(['Task 104\n'], {}, recreate, known)).tasks).toEqual([]);
    const earlier = {
      events: [began('act', 2), { kind: 'task', step: 'act', attempt: 2, task: '104' } as const],
    };
    expect((await following(['Task 104\n'], {}, recreate, earlier)).tasks).toEqual(['104']);
  });
  test('whose connection went has no end, and is held to be looked for again', async () => {
    const { turn, events } = await following(['Task 104\n'], { end: 'lost', exitCode: null });
    expect(events().map(event => event.kind)).toEqual(['task']);
    expect(endOf(turn, 'c')?.end).toBe('lost');
    const quiet = await following([], { end: 'lost', exitCode: null });
    expect(quiet.wrote).toEqual([]);
  });
});

describe('what the driver writes', () => {
  test.for([
    [{ ok: false, why: 'moved' }, 'again'],
    [{ ok: true, entries: [] }, 'written'],
  ] as const)('%j: %s', async ([written, answer]) => {
    const { turn } = aTurn({ written });
    expect(await write(turn, [], 'park')).toBe(answer);
  });
  test.for(['fenced', 'finished', 'no such run'] as const)(
    'that is refused as %s loses the run',
    async why => {
      const { turn } = aTurn({ written: { ok: false, why } });
      await expect(write(turn, [])).rejects.toThrow(new LostTheRun(`run 7f3a: ${why}`));
    },
  );
  test('is not tried once another process drives it', async () => {
    const { turn, wrote } = aTurn();
    const lost = { ...turn, lost: AbortSignal.abort() };
    await expect(write(lost, [])).rejects.toThrow('another process drives it');
    expect(wrote).toEqual([]);
  });
  test('says what it had seen only where a condition hangs on it', async () => {
    const { turn, wrote } = aTurn();
    for (const condition of [undefined, 'unmoved', 'park', 'finish'] as const)
      await write(turn, [], condition);
    expect(wrote.map(each => [each.seenSeq, each.then])).toEqual([
      [undefined, undefined],
      [1, undefined],
      [1, 'park'],
      [1, 'finish'],
    ]);
  });
  test('moves what it has seen on only where nobody wrote in between', async () => {
    const entry = (seq: number) => ({ run: '7f3a', seq, at: 0, event: began('act') });
    const next = aTurn({ written: { ok: true, entries: [entry(2), entry(3)] } });
    await write(next.turn, []);
    expect(next.turn.seen.seq).toBe(3);
    const later = aTurn({ written: { ok: true, entries: [entry(3)] } });
    await write(later.turn, []);
    expect(later.turn.seen.seq).toBe(1);
  });
});
