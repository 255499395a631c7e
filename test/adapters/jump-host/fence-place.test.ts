import { existsSync, readdirSync, readlinkSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parsePlace, placeText } from '../../../src/adapters/jump-host/place.ts';
import type { FencePlace } from '../../../src/ports/jump-host.ts';
import { readIfThere, until } from '../../support/processes.ts';
import { aRoot, claimName, hostsOf, sh, shells } from './a-fence.ts';

const root = aRoot();

let folders = 0;
describe.concurrent.each(shells)('whose record the fence’s folder is, under %s', (shell, path) => {
  /** A bot on a folder of its own; `beside` is another bot on the same. */
  const aFence = () => {
    const folder = join(root, `place-${shell}-${++folders}`);
    const { host, hostWith } = hostsOf(folder, path);
    const effects = join(root, `place-${shell}-${folders}-effects`);
    return {
      folder,
      fence: join(folder, 'fence'),
      host,
      hostWith,
      effects,
      act: sh(`echo ran >> ${effects}`),
    };
  };

  test('is one random identity, whoever asks first and however many ask at once', async () => {
    const { fence, host, hostWith } = aFence();
    const all = await Promise.all([host, hostWith(), host, hostWith()].map(one => one.place()));
    expect(new Set(all.map(placeText)).size).toBe(1);
    expect(all[0]).toMatchObject({
      id: readlinkSync(join(fence, 'identity')),
      boot: readIfThere('/proc/sys/kernel/random/boot_id').trim(),
    });
    const other = await aFence().host.place();
    expect(other.id).not.toBe(all[0]?.id);
    expect({ ...other, id: '' }).toEqual({ ...all[0], id: '' });
  });

  test('has the journal’s head beside it, one line, which does not go with the folder', async () => {
    const { fence, host, hostWith } = aFence();
    expect(await host.readHead()).toBe('');
    const line = JSON.stringify({ store: "it's $HOME `x` \\n", seq: 1 });
    await host.keepHead(line);
    await Promise.all([host, hostWith(), hostWith()].map(one => one.keepHead(line)));
    rmSync(fence, { recursive: true });
    expect(await hostWith().readHead()).toBe(line);
    expect(readdirSync(join(fence, '..')).filter(name => name.startsWith('fence.head'))).toEqual([
      'fence.head',
    ]);
  });

  test('is told with every look and burn, and looking gives a folder no identity', async () => {
    const { fence, host, act } = aFence();
    const claim = claimName();
    expect((await host.look(act, claim)).place).toBeUndefined();
    expect(existsSync(join(fence, 'identity'))).toBe(false);
    const place = await host.place();
    expect(await host.look(act, claim)).toEqual({ state: 'never-started', place });
    await host.run(act, { claim, place });
    expect(await host.look(act, claim)).toMatchObject({ state: 'ended', place });
    expect(await host.burn(act, claimName())).toEqual({ state: 'burnt', place });
  });

  /** What may happen between the intent and the start, each with what then stands where the start goes. */
  const changes: readonly (readonly [string, (fence: string) => void, Partial<FencePlace>])[] = [
    ['a rebuilt jump host', fence => rmSync(fence, { recursive: true }), {}],
    [
      'an emptied folder',
      fence => readdirSync(fence).map(each => rmSync(join(fence, each), { recursive: true })),
      {},
    ],
    ['a container without its volume', fence => renameSync(fence, `${fence}-of-before`), {}],
    ['a folder that lost its identity alone', fence => rmSync(join(fence, 'identity')), {}],
    ['a name that leads to a second machine', () => {}, { host: 'the-other-one' }],
    ['a machine that was started anew', () => {}, { boot: '00000000-0000-0000-0000-000000000000' }],
    ['another folder', () => {}, { id: '11111111-1111-1111-1111-111111111111' }],
  ];
  test.each(changes)('is asked at the start itself: %s starts nothing', async (_what, change, meant) => {
    const { fence, host, hostWith, effects, act } = aFence();
    const claim = claimName();
    const place = { ...(await host.place()), ...meant };
    change(fence);
    // Whoever comes first puts the script back; then nothing else than the identity keeps the command from starting.
    await hostWith().look(act, claim);
    expect(await host.run(act, { claim, place })).toMatchObject({
      end: 'not-started',
      why: expect.stringContaining('the fence on the jump host is another one than a moment before'),
    });
    expect(existsSync(effects)).toBe(false);
    expect(await host.look(act, claim)).toMatchObject({ state: 'never-started' });
  });

  test('is another one once the folder is emptied under a running command, and its missing record says so', async () => {
    const { fence, host, hostWith, effects, act } = aFence();
    const claim = claimName();
    const place = await host.place();
    const slow = sh(`echo ran >> ${effects}; sleep 0.5`);
    const running = host.run(slow, { claim, place });
    await until(() => existsSync(effects));
    rmSync(fence, { recursive: true });
    expect((await running).end).toBe('lost');
    const found = await hostWith().look(act, claim);
    expect(found.state).toBe('never-started');
    expect(found.place).toBeUndefined();
    expect((await host.place()).id).not.toBe(place.id);
    expect(readIfThere(effects)).toBe('ran\n');
  });
});

test.each([
  'place - jump boot',
  'place a1b2c3d4 jump',
  'place a1b2c3d4 jump boot more',
  'end running',
  'place $(id)aaaa jump boot',
])('a line that names no fence whole is none: %s', line => expect(parsePlace(line)).toBeUndefined());
