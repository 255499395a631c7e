import { describe, expect, test } from 'vitest';
import type { Observation } from '../../src/cluster/observation.ts';
import { verdictOf } from '../../src/cluster/verdict.ts';
import { openRun } from '../../src/desk/open-run.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { Command } from '../../src/model/command.ts';
import { recordingOf } from '../../src/readings/write-recording.ts';
import { runbooks } from '../../src/runbooks/index.ts';
import { snapshotSurvivors } from '../../src/runbooks/snapshot-survivors.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { broken, clusterOf, m1, m2, m3, tocommit } from '../cluster/build.ts';
import { entries, jihun, started } from '../support/a-run.ts';
import { settings } from '../support/a-turn.ts';
import { printed, table } from '../support/bosh-tables.ts';

const which = { cluster: 'dev-1', deployment: 'service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4' };
const gentle = runbooks.find(book => book.cure === 'move-leader') ?? expect.fail('not on the shelf');
const sick = clusterOf({ [m1]: broken(tocommit) });

type World = {
  readonly seen?: Observation;
  readonly bosh?: string;
  readonly live?: readonly RunEvent[];
  readonly book?: typeof gentle;
  readonly names?: readonly string[];
};
const opened = async ({
  seen = sick,
  bosh = 'version 7.10.8',
  live,
  book = gentle,
  names = ['seoyeon', 'alice'],
}: World = {}) => {
  const wrote: { run: { run: string; cluster: string }; first: RunEvent }[] = [];
  const shown: string[] = [];
  const said = ({ argv }: Command) =>
    argv.includes('env')
      ? table([{ name: 'd', uuid: 'u', version: '271.2.0', user: 'bot' }])
      : argv[0] === 'govc'
        ? 'govc 0.46.3\n'
        : `${bosh}\n`;
  const engine = {
    jumpHost: { name: 'x', run: async (command: Command) => printed(command, said(command)) },
    journal: {
      open: async (run: { run: string; cluster: string }, first: RunEvent) => {
        wrote.push({ run, first });
        return live ? { ok: false, live: { run: '7f3a' } } : { ok: true };
      },
      read: async () => entries(live ?? []),
    },
    settings,
    peopleRule: { change: 1, belowQuorum: 2 },
    answerers: async () => ({ names }),
    channel: { show: (run: string) => void shown.push(run) },
  } as unknown as Engine; // nothing else is reached
  const looked = { ok: true, seen, verdict: verdictOf(seen), complete: true, run: null } as const;
  const answer = await openRun(engine, which, looked, { cluster: 'dev-1', by: jihun, channel: 'C1' }, book);
  return { answer, wrote, shown };
};

describe('a run is opened', () => {
  test('with its plan, its cast and what was true before, and its card is drawn', async () => {
    const { answer, wrote, shown } = await opened();
    const run = answer.ok ? answer.run : expect.fail(answer.words.en);
    expect(run).toMatch(/^run-[0-9a-f]{8}$/);
    expect(shown).toEqual([run]);
    expect(wrote[0]?.run).toEqual({ run, cluster: which.deployment });
    expect(wrote[0]?.first).toMatchObject({ recording: recordingOf(sick) });
    expect(wrote[0]?.first).toMatchObject({
      kind: 'started',
      ...which,
      cure: 'move-leader',
      target: m1,
      cast: { leader: m2, follower: m3 },
      requestedBy: jihun,
      channel: 'C1',
      resurrection: 'on',
      versions: { bosh: '7.10.8', govc: '0.46.3', Director: '271.2.0' },
      baseline: { revision: 1204, hash: 987654, keyCount: 300, memberIds: ['a1', 'b2', 'c3'] },
    });
  });
  test('that only saves, whatever is wrong with the cluster', async () => {
    const { answer } = await opened({
      seen: clusterOf({ [m1]: broken(''), [m2]: broken('') }),
      book: snapshotSurvivors,
    });
    expect(answer.ok).toBe(true);
  });
});

describe('a run is not opened', () => {
  test('by a tool that cannot do it, and nothing is written', async () => {
    const { answer, wrote, shown } = await opened({ bosh: 'version 5.5.0' });
    expect(answer).toMatchObject({ ok: false, words: { en: expect.stringContaining('5.5.0 is too old') } });
    expect([wrote, shown]).toEqual([[], []]);
  });
  test('while a condition for a start does not hold', async () => {
    const { answer, wrote } = await opened({
      seen: clusterOf({ [m1]: broken(tocommit), [m2]: { ignored: true } }),
    });
    expect(answer).toMatchObject({
      ok: false,
      words: { en: expect.stringContaining('No run was opened: 1 of') },
    });
    expect(wrote).toEqual([]);
  });
  test('beside a live one, which is named as far as it can be read', async () => {
    const { answer, shown } = await opened({ live: [started()] });
    expect(answer).toEqual({
      ok: false,
      run: '7f3a',
      words: {
        en: 'dev-1 is already in run 7f3a, started by jihun at 03:29:11 UTC. Go on there, or abort it with /pks abort 7f3a.',
        ko: 'dev-1에서 이미 복구 7f3a가 진행 중입니다(jihun 님이 03:29:11 UTC에 시작). 그 복구를 이어가거나 중단하세요: /pks abort 7f3a',
      },
    });
    expect(shown).toEqual([]);
    expect((await opened({ live: [] })).answer).toMatchObject({
      ok: false,
      words: { en: 'Another run of this cluster was started just now; look at /pks runs.' },
    });
  });
});

test('a plan that needs more people than there are besides the requester is refused with their names', async () => {
  const original =
    runbooks.find(book => book.cure === 'disk-loss-original') ?? expect.fail('not on the shelf');
  const { answer, wrote } = await opened({ book: original, names: ['seoyeon'] });
  expect(answer.ok ? '' : answer.words.en).toBe(
    'This plan needs 2 people besides jihun to approve, and for dev-1 there is 1: seoyeon. Nothing was started. Add somebody to the approvers, or let somebody who is none of them type /pks recover.',
  );
  expect(wrote).toEqual([]);
});
