import { expect, test } from 'vitest';
import { recordRestore } from '../../src/desk/restored.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { Membership } from '../../src/model/person.ts';
import { looked } from '../support/a-cluster.ts';
import { aRun } from '../support/a-run.ts';

const somebody = { team: 'T1', id: 'U1', name: 'seoyeon' };

/** Only what recording a restore touches. */
const world = (membership: Membership = { state: 'member' }, was: number | null = 90_000) => {
  const kept = new Map<string, unknown>();
  const lower = async (what: { key: string; to: number; facts?: unknown }) => {
    if (was === null) return { ok: false, was };
    kept.set(what.key, what);
    return { ok: true, was };
  };
  const engine = {
    membership: async () => membership,
    clock: { now: () => 1 },
    journal: {
      lower,
      rememberTogether: async ({ facts = {} }: { facts?: Record<string, unknown> }) => {
        for (const [key, value] of Object.entries(facts)) kept.set(key, value);
      },
    },
  } as unknown as Engine; // the rest of an engine is never reached from here
  return { engine, kept };
};

const emptied = () => {
  const seen = looked();
  return { ...seen, run: null, verdict: { ...seen.verdict, name: 're-bootstrapped-empty' as const } };
};

test('a recorded restore makes the smaller revision the one that counts, and keeps who said so', async () => {
  const { engine, kept } = world();
  const done = await recordRestore(engine, emptied(), somebody, 'C1');
  expect(done).toMatchObject({ ok: true, words: { en: expect.stringContaining('no longer 90000') } });
  const { deployment } = emptied().seen;
  expect(kept.get(`revision/${deployment}`)).toMatchObject({ to: 41_007, who: somebody });
});

test('a restore that somebody else recorded at the same moment is not recorded twice', async () => {
  const { engine } = world({ state: 'member' }, null);
  const refused = await recordRestore(engine, emptied(), somebody, 'C1');
  expect(refused).toMatchObject({
    ok: false,
    words: { en: expect.stringContaining('Nothing was recorded') },
  });
});

test('who may not approve may not record a restore either', async () => {
  const { engine, kept } = world({ state: 'not-member', group: 'pks-approvers' });
  expect((await recordRestore(engine, emptied(), somebody, 'C1')).ok).toBe(false);
  expect(kept.size).toBe(0);
});

test('a cluster that lost nothing has no restore to record', async () => {
  const { engine, kept } = world();
  const refused = await recordRestore(engine, { ...emptied(), verdict: looked().verdict }, somebody, 'C1');
  expect(refused).toMatchObject({ ok: false });
  expect(kept.size).toBe(0);
});

test('what counts from now on is the highest revision of those that serve, in both languages', async () => {
  const { engine, kept } = world();
  const base = emptied();
  const [first, ...rest] = base.seen.masters;
  if (!first) throw new Error('no masters');
  const unserving = {
    ...first,
    etcd: {
      ...(rest[0]?.etcd ?? expect.fail('no etcd')),
      healthy: false,
      status: { ...(rest[0]?.etcd?.status ?? expect.fail('no status')), revision: 99_999 },
    },
  };
  const looked = { ...base, seen: { ...base.seen, masters: [unserving, ...rest] } };
  expect(await recordRestore(engine, looked, somebody, 'C1')).toEqual({
    ok: true,
    words: {
      en: 'seoyeon recorded that dev-1 was restored on purpose: revision 41007 counts from now on, and no longer 90000.',
      ko: 'seoyeon 님이 dev-1의 복원을 기록했습니다. 이제 기준은 revision 41007입니다(이전 기준 90000).',
    },
  });
  expect(kept.get(`revision/${base.seen.deployment}`)).toMatchObject({
    facts: {
      [`keys/${base.seen.deployment}`]: rest[0]?.etcd?.keyCount,
      [`identity/${base.seen.deployment}`]: null,
      [`restored/${base.seen.deployment}/${base.seen.at}`]: { by: somebody, revision: 41_007 },
    },
  });
});

test('where nobody serves or was seen, revision 0 and no keys count', async () => {
  const { engine, kept } = world();
  const base = emptied();
  const masters = base.seen.masters.map(master => ({ ...master, etcd: null }));
  await recordRestore(engine, { ...base, seen: { ...base.seen, masters } }, somebody, 'C1');
  expect(kept.get(`revision/${base.seen.deployment}`)).toMatchObject({
    to: 0,
    facts: { [`keys/${base.seen.deployment}`]: null },
  });
});

test('a restore is not recorded while a run lives, which is named', async () => {
  const { engine, kept } = world();
  const run = aRun();
  expect(await recordRestore(engine, { ...emptied(), run }, somebody, 'C1')).toEqual({
    ok: false,
    words: {
      en: 'Run 7f3a is at work on dev-1; record the restore when it has ended.',
      ko: 'dev-1에서 복구 7f3a가 진행 중입니다. 끝난 뒤 기록하세요.',
    },
  });
  expect(kept.size).toBe(0);
});

test('why there is no restore to record, or why it was not lowered, is said whole', async () => {
  const { engine } = world({ state: 'member' }, null);
  const { sentence } = looked().verdict;
  expect(await recordRestore(engine, { ...emptied(), verdict: looked().verdict }, somebody, 'C1')).toEqual({
    ok: false,
    words: {
      en: `${sentence.en} There is no restore to record: that is only for a cluster whose revision fell below the highest one seen, or that is not the one seen before.`,
      ko: `${sentence.ko} 기록할 복원이 없습니다. revision이 이전 최고값보다 낮아졌거나 이전에 확인된 클러스터가 아닐 때만 씁니다.`,
    },
  });
  const refused = await recordRestore(engine, emptied(), somebody, 'C1');
  expect(refused).toMatchObject({
    words: {
      en: 'Nothing was recorded: the highest revision that counts for dev-1 is not known, and 41007 is not below it; somebody may have recorded the restore just now. Read it again with /pks etcd-status dev-1.',
      ko: expect.stringContaining('기준 revision은 알 수 없음이며 41007은 그보다 낮지 않습니다'),
    },
  });
});

test('a restore whose revision has overtaken the old one is recorded too: all that told the old cluster is forgotten', async () => {
  const { engine, kept } = world({ state: 'member' }, null);
  const base = emptied();
  const { deployment, at } = base.seen;
  const other = { at, raftTerm: 9, systemKey: null, hash: null, members: {} };
  const memory = { revision: 41_007, keyCount: null, identity: other };
  expect(await recordRestore(engine, { ...base, seen: { ...base.seen, memory } }, somebody, 'C1')).toEqual({
    ok: true,
    words: {
      en: 'seoyeon recorded that dev-1 was restored on purpose: what is there now counts from now on (revision 41007), and no longer what was remembered of it.',
      ko: 'seoyeon 님이 dev-1의 복원을 기록했습니다. 이제 현재 데이터(revision 41007)가 기준이며 이전 기억은 쓰지 않습니다.',
    },
  });
  expect(Object.fromEntries(kept)).toEqual({
    [`keys/${deployment}`]: null,
    [`identity/${deployment}`]: null,
    [`restored/${deployment}/${at}`]: { by: somebody, revision: 41_007 },
  });
});

test('a restore is recorded where nobody can read any more whether it is the cluster of before', async () => {
  const base = emptied();
  const other = { at: '', raftTerm: 7, systemKey: 5, hash: null, members: {} };
  const seen = { ...base.seen, memory: { revision: 41_007, keyCount: null, identity: other } };
  const unread = { ...base.verdict, name: 'not-enough-seen' as const };
  const { engine } = world({ state: 'member' }, null);
  expect((await recordRestore(engine, { ...base, seen, verdict: unread }, somebody, 'C1')).ok).toBe(true);
  expect((await recordRestore(engine, { ...base, verdict: unread }, somebody, 'C1')).ok).toBe(false);
});
