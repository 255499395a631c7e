import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import type { Carried, HostCall } from '../../../src/adapters/jump-host/carrier.ts';
import { createFence } from '../../../src/adapters/jump-host/fence.ts';
import type { Command } from '../../../src/model/command.ts';
import { createRedactor } from '../../../src/readings/redact.ts';

const command: Command = { tool: 'bosh', argv: ['bosh', 'delete-vm'], effect: 'changes', deadlineSeconds: 5 };
type Step = (verb: string, call: HostCall) => Carried;

/** A fence behind a connection that behaves as told, one step for each call after the install. */
const fenceWhose = (...steps: Step[]) => {
  const asked: string[] = [];
  const fence = createFence({
    carrier: {
      name: 'ssh://bot@jump',
      carry: async (argv, call) => {
        const verb = argv[1] === '-c' ? 'install' : (argv[2] ?? '');
        if (verb === 'install') return { end: 'done', exitCode: 0, stderr: '' };
        asked.push([verb, ...(verb === 'follow' ? argv.slice(5) : [])].join(' '));
        return (steps.shift() ?? refused)(verb, call);
      },
      close: async () => {},
    },
    redact: createRedactor({ secrets: [] }),
    folder: tmpdir(),
    remoteFolder: '.pks',
    env: {},
    inherit: true,
    reconnectSeconds: 0.6,
  });
  return { fence, asked };
};
const refused: Step = () => ({ end: 'unreachable', why: 'jump refused the connection' });
const dropped: Step = () => ({ end: 'dropped', why: 'the connection to jump went' });
const says =
  (text: string, then: Step = () => ({ end: 'done', exitCode: 0, stderr: '' })): Step =>
  (verb, call) => {
    call.onStdout(Buffer.from(`@@pks-fence 1\n${text}`));
    return then(verb, call);
  };

test('a connection that is refused at the first try has run nothing, and nobody tries again', async () => {
  const { fence, asked } = fenceWhose(refused);
  expect(await fence.run(command, { claim: 'c' })).toMatchObject({
    end: 'not-started',
    why: 'jump refused the connection',
  });
  expect(asked).toEqual(['start']);
});

test('a start that was dropped before the fence answered, then refused for good, may have run: it is lost and never “not started”', async () => {
  const { fence } = fenceWhose(dropped);
  expect(await fence.run(command, { claim: 'c' })).toMatchObject({
    end: 'lost',
    why: 'jump refused the connection',
  });
});

test.each([
  ['a burnt claim, which another bot may have burnt behind another fence', says('end burnt\n')],
  ['no record', says('end never-started\n')],
  ['no fence', (): Carried => ({ end: 'done', exitCode: 2, stderr: 'sh: 0: cannot open' })],
] as const)(
  'dropped before the fence answered, then %s: lost, for another look to say what it proves',
  async (_what, found) => {
    expect(
      await fenceWhose(dropped, ...Array(9).fill(found)).fence.run(command, { claim: 'c' }),
    ).toMatchObject({ end: 'lost' });
    expect(await fenceWhose(...Array(9).fill(found)).fence.adopt(command, 'c', {})).toMatchObject({
      end: 'lost',
    });
  },
);

test('a command that started and is gone with words of a refused connection is lost, because it began', async () => {
  const { fence } = fenceWhose(says('started\n', refused));
  expect(await fence.run({ ...command, effect: 'reads' }, {})).toMatchObject({ end: 'lost' });
});

test('a start is asked for once: after a drop it is followed from the byte after the last', async () => {
  const { fence, asked } = fenceWhose(
    says('started\no 6\nTask 2', dropped),
    refused,
    says('o 5\n04619e 2\nno', dropped),
    says('end ended 1 exited 10 12\n'),
  );
  const ran = await fence.run(command, { claim: 'c' });
  expect(ran).toMatchObject({ end: 'exited', exitCode: 1, stdout: 'Task 204619', stderr: 'no' });
  expect(asked).toEqual(['start', 'follow 6 0', 'follow 6 0', 'follow 11 2']);
});

test('adopting from a host that cannot be reached is lost, and looking at it says why', async () => {
  const { fence } = fenceWhose(refused);
  expect(await fence.adopt(command, 'c', {})).toMatchObject({ end: 'lost' });
  await expect(fence.look(command, 'c')).rejects.toThrow('jump refused the connection');
  await expect(fence.burn(command, 'c')).rejects.toThrow('jump refused the connection');
});

test('a claim that could not be burnt is not called burnt', async () => {
  const { fence } = fenceWhose(says('end never-started\n'));
  await expect(fence.burn(command, 'c')).rejects.toThrow(
    'could not be burnt on ssh://bot@jump: look whether its disk is full',
  );
});

test('an answer that cannot be read is unknown, never done', async () => {
  const { fence } = fenceWhose(says('end ended rubbish\n'));
  expect(await fence.look(command, 'c')).toMatchObject({
    state: 'unknown',
    why: expect.stringContaining('cannot be read'),
  });
});

test('an abort that cannot reach the jump host stops waiting and says that the end is unknown', async () => {
  const stop = new AbortController();
  const waits: Step = (_verb, call) => {
    call.onStdout(Buffer.from('@@pks-fence 1\nstarted\n'));
    stop.abort();
    return { end: 'dropped', why: 'ssh was ended' };
  };
  const { fence } = fenceWhose(waits, refused);
  expect(await fence.run(command, { claim: 'c', signal: stop.signal })).toMatchObject({ end: 'lost' });
});

test('a start that was aborted before it began is not even asked for', async () => {
  const { fence, asked } = fenceWhose();
  const ran = await fence.run(command, { claim: 'c', signal: AbortSignal.abort() });
  expect(ran).toMatchObject({ end: 'not-started', why: 'it was stopped on request before it started' });
  expect(asked).toEqual([]);
});
