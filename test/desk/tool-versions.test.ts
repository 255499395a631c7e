import { afterEach, expect, test } from 'vitest';
import { newDoctor } from '../../src/desk/doctor.ts';
import { toolVersions } from '../../src/desk/tool-versions.ts';
import { headline } from '../../src/messages/headline.ts';
import type { Command } from '../../src/model/command.ts';
import type { JumpHost } from '../../src/ports/jump-host.ts';
import { aRun, started } from '../support/a-run.ts';
import { textsOf } from '../support/block-texts.ts';
import { type SmallWorld, smallWorld } from '../support/small-world/small-world.ts';
import type { Truth } from '../support/small-world/truth.ts';

let world: SmallWorld | undefined;
afterEach(() => world?.close());

const startIn = async (truth: Partial<Truth>, cure: 'gentle' | 'original' = 'gentle') => {
  world = smallWorld(truth);
  const bot = await world.bot();
  return { bot, started: bot.start(cure) };
};

test('a bosh CLI before 6.0 is refused with the reason before a run begins', async () => {
  const { bot, started: start } = await startIn({ boshVersion: '5.5.1-7850ac98' }, 'original');
  await expect(start).rejects.toThrow(
    'bosh CLI 5.5.1 is too old: recreate --no-converge exists from 6.0.0 on',
  );
  expect(await bot.desk.runs(1)).toEqual([]);
});

test('a build without a version is refused too, because nobody can tell', async () => {
  const { started: start } = await startIn({ boshVersion: '[DEV BUILD]' });
  await expect(start).rejects.toThrow('a build without a version');
});

test('a Director before 270.4 is refused for a cure that needs --no-converge, and for no other', async () => {
  const old = { directorVersion: '270.3.0 (00000000)' };
  await expect((await startIn(old)).started).rejects.toThrow('Director 270.3.0 is older than 270.4.0');
  world?.close();
  await expect((await startIn(old, 'original')).started).resolves.toMatch(/^run-/);
});

test('what was installed after a refusal counts at the next try, in the same process', async () => {
  const { bot, started: start } = await startIn({ boshVersion: '5.5.1' });
  await expect(start).rejects.toThrow('too old');
  if (world) world.truth.boshVersion = '7.10.6';
  const run = await bot.run(await bot.start());
  expect(run.started.versions).toEqual({ bosh: '7.10.6', govc: '0.46.3', Director: '271.2.0' });
});

const hostThat = (answer: (command: Command) => string) => {
  const asked: string[] = [];
  const run = async (command: Command) => {
    asked.push(command.argv.slice(0, 2).join(' '));
    const stdout = answer(command);
    const exitCode = stdout === '' ? 1 : 0;
    return {
      command,
      end: 'exited',
      exitCode,
      why: null,
      stdout,
      stderr: '',
      sha256: '',
      lines: 1,
      seconds: 1,
    };
  };
  return { asked, jumpHost: { name: 'x', run } as unknown as JumpHost }; // only run is asked
};
const environment = JSON.stringify({
  Tables: [{ Content: '', Header: {}, Rows: [{ name: 'd', uuid: 'u', version: '271.2.0' }], Notes: null }],
  Blocks: null,
  Lines: [],
});

test('a good answer is asked for once a host, a bad one again', async () => {
  let govc = '';
  const { asked, jumpHost } = hostThat(({ tool, argv }) =>
    tool === 'govc' ? govc : argv.includes('env') ? environment : 'version 7.10.6\n',
  );
  expect((await toolVersions(jumpHost)).govc).toMatchObject({
    unread: expect.stringContaining('govc version'),
  });
  govc = 'govc 0.46.3\n';
  expect(await toolVersions(jumpHost)).toEqual({ bosh: '7.10.6', govc: '0.46.3', Director: '271.2.0' });
  await toolVersions(jumpHost);
  expect(asked.toSorted()).toEqual(['bosh --version', 'bosh env', 'govc version', 'govc version']);
});

test('/pks doctor logs in to vCenter for real, once, and says what came of it', async () => {
  const { asked, jumpHost } = hostThat(({ argv }) =>
    argv.includes('about')
      ? ''
      : argv.includes('env')
        ? environment
        : argv[0] === 'govc'
          ? 'govc 0.46.3\n'
          : 'version 7.10.6\n',
  );
  const snapshots = { folder: '.pks-rescue/snapshots', etcdBin: null };
  const settings = { bbrScript: ['./bbr.sh'], snapshots };
  const clock = { elapsed: () => 0 };
  const ask = newDoctor({ jumpHost, settings, clock } as never); // nothing else of the engine is asked
  const seen = await ask();
  await ask();
  expect(asked.filter(line => line === 'govc about')).toHaveLength(1);
  expect(seen.map(({ tool }) => tool)).toEqual([
    'bosh',
    'govc',
    'Director',
    'resurrection',
    'jump host',
    'vCenter',
  ]);
  expect(seen.find(({ tool }) => tool === 'vCenter')).toMatchObject({ version: null, needed: false });
});

test.each(['en', 'ko'] as const)('the versions stand on the run’s message, in %s', locale => {
  const run = aRun(started({ versions: { bosh: '7.10.6', govc: '', Director: '271.2.0' } }));
  const shown = textsOf(headline(run, locale).blocks).join('\n');
  expect(shown).toContain('bosh 7.10.6 · govc (');
  expect(shown).toContain('Director 271.2.0');
});
