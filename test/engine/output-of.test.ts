import { describe, expect, test } from 'vitest';
import type { Turn } from '../../src/engine/engine.ts';
import { outputOf } from '../../src/engine/output-of.ts';
import { endOf, forgetEnd, heldOutput, keepEnd } from '../../src/engine/result-cache.ts';
import type { Ran } from '../../src/model/command.ts';
import { commandOf } from '../../src/runs/command-of.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { stepOf } from '../../src/runs/run.ts';
import { ranOf } from '../readings/ran.ts';
import { aRun, began, ended } from '../support/a-run.ts';

const whole = ranOf(['bosh'], { stdout: 'all of it', stderr: 'some' });
type Look = () => Promise<unknown>;
/** Only what reading an output back touches: the run, and a jump host that answers so. */
const turnOf = (
  events: readonly RunEvent[],
  look: Look = async () => ({ state: 'ended', ran: whole }),
): Turn => ({ run: aRun(...events), engine: { jumpHost: { look } } }) as unknown as Turn;
const atStep = (turn: Turn) => stepOf(turn.run, 'recreate') ?? expect.fail('no such step');
const read = (turn: Turn, proofNeeds?: 'output') => outputOf(turn, atStep(turn), { proofNeeds } as never);
const done = [began('recreate'), ended('recreate')];

describe('the output of a step’s command', () => {
  test('is none before it began or ended, and none of a hold', async () => {
    for (const events of [
      [],
      [began('recreate')],
      [{ ...began('recreate'), argv: [] } as never, ended('recreate')],
    ])
      expect(await read(turnOf(events))).toEqual({ ran: null, trouble: null });
  });
  test('is what this process saw itself, without asking the jump host', async () => {
    const turn = turnOf(done, async () => expect.fail('asked'));
    keepEnd(turn, '7f3a-recreate-1', whole);
    expect(await read(turn)).toEqual({ ran: whole, trouble: null });
  });
  test('is what the jump host has of it', async () =>
    expect(await read(turnOf(done))).toEqual({ ran: whole, trouble: null }));
  test('ended as the journal says, which knows that it was ended for its silence', async () => {
    const silent = ended('recreate', {
      end: 'deadline',
      exitCode: null,
      why: 'it printed nothing for 600 s',
    });
    const killed = { state: 'ended', ran: { ...whole, end: 'killed', exitCode: null, why: 'on request' } };
    const { ran } = await read(turnOf([began('recreate'), silent], async () => killed));
    expect(ran).toMatchObject({ end: 'deadline', why: 'it printed nothing for 600 s', stdout: 'all of it' });
  });
  test('is the tail in the journal where the jump host knows no end of it', async () => {
    const { ran, trouble } = await read(
      turnOf(done, async () => ({ state: 'unknown' })),
      'output',
    );
    expect(trouble).toBeNull();
    expect(ran).toMatchObject({
      end: 'exited',
      exitCode: 0,
      stdout: expect.stringContaining('Task 204518 done'),
      stderr: '',
    });
    expect(ran?.command.argv).toEqual(['bosh']);
  });
  test('is the tail where the jump host can’t be asked, which matters where the output is the proof', async () => {
    const away = async () => Promise.reject(new Error('ssh is away'));
    expect((await read(turnOf(done, away), 'output')).trouble).toEqual({
      en: 'Its whole output cannot be read back (ssh is away), only the last of it. ',
      ko: '전체 출력을 다시 읽을 수 없어(ssh is away) 마지막 부분만 사용합니다. ',
    });
    const quiet = await read(turnOf(done, async () => Promise.reject('gone')));
    expect(quiet.trouble).toBeNull();
    expect(quiet.ran?.stdout).toContain('Task 204518 done');
    expect(
      (
        await read(
          turnOf(done, async () => Promise.reject('gone')),
          'output',
        )
      ).trouble?.en,
    ).toContain('(gone)');
  });
});

describe('the end of a run’s newest command', () => {
  const turn = turnOf([]);
  const lost: Ran = { ...whole, end: 'lost' };
  test('is held under its claim, and one engine’s is no other’s', () => {
    keepEnd(turn, 'a', whole);
    expect(endOf(turn, 'a')).toBe(whole);
    expect(endOf(turn, 'b')).toBeNull();
    expect(endOf(turnOf([]), 'a')).toBeNull();
    expect(heldOutput(turn.engine)).toBe('all of it'.length + 'some'.length);
  });
  test('is forgotten, but for the fact that a connection went', () => {
    forgetEnd(turn.engine, turn.run.id);
    expect(endOf(turn, 'a')).toBeNull();
    keepEnd(turn, 'a', lost);
    forgetEnd(turn.engine, turn.run.id);
    expect(endOf(turn, 'a')).toEqual({ ...lost, stdout: '', stderr: '' });
    expect(heldOutput(turn.engine)).toBe(0);
    forgetEnd(turn.engine, 'unknown');
  });
});

test.for([
  [['bosh', 'x'], 'bosh'],
  [['govc', 'x'], 'govc'],
  [['curl', 'x'], 'curl'],
  [['nice', 'sh'], 'sh'],
  [['/opt/bbr_backup.sh', 'd'], 'bbr'],
] as const)(
  'the command of %j is followed as one of %s where its intent does not say the tool',
  ([argv, tool]) => {
    const step = { ...began('recreate'), argv } as never;
    const byTask = false;
    expect(commandOf(step)).toEqual({ tool, argv, effect: 'changes', byTask, deadlineSeconds: 3600 });
    const told = { ...began('recreate'), argv, effect: 'reads', deadlineSeconds: 60 } as never;
    expect(commandOf(told)).toMatchObject({ effect: 'reads', deadlineSeconds: 60 });
  },
);

test('the command of an intent that says its tool, and whether it is a task, is followed as that whatever its words', () => {
  const argv = ['bosh', '-n', '--tty', 'recreate', 'master/x'];
  const old = { ...began('recreate'), argv } as never;
  expect(commandOf(old)).toMatchObject({ tool: 'bosh', byTask: true });
  const told = { ...began('recreate'), argv, tool: 'sh', byTask: false } as never;
  expect(commandOf(told)).toMatchObject({ tool: 'sh', byTask: false });
  const wrapped = { ...began('recreate'), argv: ['sudo', 'bosh'], tool: 'bosh', byTask: true } as never;
  expect(commandOf(wrapped)).toMatchObject({ tool: 'bosh', byTask: true });
});

test('an intent of before switched resurrection by no task', () => {
  const argv = ['bosh', '-n', '--tty', '--no-color', 'update-resurrection', 'on'];
  expect(commandOf({ ...began('resurrection-off'), argv } as never)?.byTask).toBe(false);
});
