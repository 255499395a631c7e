import { expect, test } from 'vitest';
import type { Observed } from '../../src/desk/desk-types.ts';
import { recordRestore } from '../../src/desk/restored.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { Membership } from '../../src/model/person.ts';
import { looked } from '../support/a-cluster.ts';
import { aRun } from '../support/a-run.ts';

const person = (id: string) => ({ team: 'T1', id, name: id.toLowerCase() });
const [asks, second, third] = [person('U1'), person('U2'), person('U3')];
const member: Membership = { state: 'member' };

/** Only what recording a restore touches. */
const world = (given: { membership?: (id: string) => Membership; was?: number | null } = {}) => {
  const { membership = () => member, was = 90_000 } = given;
  const recorded: unknown[] = [];
  const memory = new Map<string, unknown>();
  let now = 1_000_000;
  const journal = {
    now: async () => now,
    recall: async (key: string) => memory.get(key),
    swap: async (key: string, from: unknown, to: unknown) => {
      if (JSON.stringify(memory.get(key)) !== JSON.stringify(from)) return false;
      memory.set(key, to);
      return true;
    },
    rememberTogether: async ({ facts = {} }: { facts?: Record<string, unknown> }) => {
      for (const [key, value] of Object.entries(facts)) memory.set(key, value);
    },
    lower: async (what: unknown) => {
      if (was !== null) recorded.push(what);
      return { ok: was !== null, was };
    },
  };
  const engine = {
    membership: async ({ id }: { id: string }) => membership(id),
    journal,
  } as unknown as Engine; // the rest of an engine is never reached from here
  const say = (by: typeof asks, seen: Observed = emptied()) => recordRestore(engine, seen, by, 'C1');
  return { say, recorded, memory, later: (ms: number) => (now += ms) };
};

const emptied = (): Observed => {
  const seen = looked();
  return { ...seen, run: null, verdict: { ...seen.verdict, name: 're-bootstrapped-empty' as const } };
};
const refused = { ok: false };

test('a restore counts once two others of the approvers said the same, and the record names all three', async () => {
  const { say, recorded } = world();
  expect(await say(asks)).toMatchObject({
    ok: true,
    words: { en: expect.stringContaining('0 of 2 approvals') },
  });
  expect(await say(second)).toMatchObject({
    ok: true,
    words: { en: expect.stringContaining('1 of 2 approvals') },
  });
  expect(recorded).toEqual([]);
  const done = await say(third);
  expect(done).toMatchObject({ ok: true, words: { en: expect.stringContaining('no longer 90000') } });
  expect(done.words.en).toMatch(/u1 .*approved by u2, u3/);
  const { deployment } = emptied().seen;
  expect(recorded).toMatchObject([
    {
      key: `revision/${deployment}`,
      to: 41_007,
      who: { id: 'U1', approvedBy: [{ id: 'U2' }, { id: 'U3' }] },
    },
  ]);
});

test('nobody counts twice: not the one who asked, not an approver, and no approval for a second restore', async () => {
  const { say, recorded } = world();
  await say(asks);
  expect(await say(asks)).toMatchObject(refused);
  await say(second);
  expect(await say(second)).toMatchObject(refused);
  expect(await say({ ...second, team: 'T2' })).toMatchObject(refused);
  expect(recorded).toEqual([]);
  await say(third);
  expect(await say(second)).toMatchObject({ words: { en: expect.stringContaining('0 of 2 approvals') } });
  expect(recorded).toHaveLength(1);
});

test('approvals are for the members that were seen, for an hour, and for people who still may', async () => {
  const aged = world();
  await aged.say(asks);
  await aged.say(second);
  aged.later(3_600_000);
  expect(await aged.say(third)).toMatchObject({ words: { en: expect.stringContaining('0 of 2') } });
  expect(aged.recorded).toEqual([]);

  const other = world();
  await other.say(asks);
  await other.say(second);
  const seen = emptied();
  const masters = seen.seen.masters.map(m => ({ ...m, instance: `${m.instance}x` }));
  expect(await other.say(third, { ...seen, seen: { ...seen.seen, masters } })).toMatchObject({
    words: { en: expect.stringContaining('0 of 2') },
  });
  expect(other.recorded).toEqual([]);

  let gone = false;
  const lost = world({ membership: id => (gone && id === 'U2' ? { state: 'deactivated' } : member) });
  await lost.say(asks);
  await lost.say(second);
  gone = true;
  expect(await lost.say(third)).toMatchObject({ ok: false, words: { en: expect.stringContaining('u2') } });
  expect(lost.recorded).toEqual([]);
});

test('a restore that somebody else recorded at the same moment is not recorded twice', async () => {
  const { say } = world({ was: null });
  await say(asks);
  await say(second);
  expect(await say(third)).toMatchObject({ words: { en: expect.stringContaining('Nothing was recorded') } });
});

test('who may not approve may neither ask for it nor approve it', async () => {
  const { say, recorded } = world({ membership: id => (id === 'U2' ? { state: 'guest' } : member) });
  expect(await say(second)).toMatchObject(refused);
  await say(asks);
  expect(await say(second)).toMatchObject(refused);
  expect(recorded).toEqual([]);
});

test('a cluster that lost nothing has no restore to record', async () => {
  const { say } = world();
  expect(await say(asks, { ...emptied(), verdict: looked().verdict })).toMatchObject(refused);
});

/** All three say it of the same cluster; the last answer. */
const allSay = async ({ say }: ReturnType<typeof world>, seen: Observed) => {
  await say(asks, seen);
  await say(second, seen);
  return say(third, seen);
};

test('what counts from now on is the highest revision of those that serve, in both languages', async () => {
  const here = world();
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
  const seen = { ...base, seen: { ...base.seen, masters: [unserving, ...rest] } };
  expect(await allSay(here, seen)).toEqual({
    ok: true,
    words: {
      en: 'u1 recorded that dev-1 was restored on purpose, approved by u2, u3: revision 41007 counts from now on, and no longer 90000.',
      ko: 'u1 님이 dev-1의 복원을 기록했습니다(승인: u2, u3). 이제 기준은 revision 41007입니다(이전 기준 90000).',
    },
  });
  expect(here.recorded).toMatchObject([
    { facts: { [`keys/${base.seen.deployment}`]: rest[0]?.etcd?.keyCount } },
  ]);
});

test('where nobody serves or was seen, revision 0 and no keys count', async () => {
  const here = world();
  const base = emptied();
  const masters = base.seen.masters.map(master => ({ ...master, etcd: null }));
  await allSay(here, { ...base, seen: { ...base.seen, masters } });
  expect(here.recorded).toMatchObject([{ to: 0, facts: { [`keys/${base.seen.deployment}`]: null } }]);
});

test('while a run lives nothing is asked for and nothing is recorded', async () => {
  const { say } = world();
  expect(await say(asks, { ...emptied(), run: aRun() })).toEqual({
    ok: false,
    words: {
      en: 'Run 7f3a is at work on dev-1; record the restore when it has ended.',
      ko: 'dev-1에서 복구 7f3a가 진행 중입니다. 끝난 뒤 기록하세요.',
    },
  });
});

test('why there is no restore to record, or why it was not lowered, is said whole', async () => {
  const { say } = world({ was: null });
  const { sentence } = looked().verdict;
  expect(await say(asks, { ...emptied(), verdict: looked().verdict })).toEqual({
    ok: false,
    words: {
      en: `${sentence.en} There is no restore to record: that is only for a cluster whose revision fell below the highest one seen, or that is not the one seen before.`,
      ko: `${sentence.ko} 기록할 복원이 없습니다. revision이 이전 최고값보다 낮아졌거나 이전에 확인된 클러스터가 아닐 때만 씁니다.`,
    },
  });
  await say(asks);
  await say(second);
  expect(await say(third)).toMatchObject({
    words: {
      en: 'Nothing was recorded: the highest revision that counts for dev-1 is not known, and 41007 is not below it; somebody may have recorded the restore just now. Read it again with /pks etcd-status dev-1.',
      ko: expect.stringContaining('기준 revision은 알 수 없음이며 41007은 그보다 낮지 않습니다'),
    },
  });
});

test('a restore whose revision has overtaken the old one is recorded too: all that told the old cluster is forgotten', async () => {
  const here = world({ was: null });
  const base = emptied();
  const { deployment, at } = base.seen;
  const other = { at, raftTerm: 9, systemKey: null, hash: null, members: {} };
  const memory = { revision: 41_007, keyCount: null, identity: other };
  const seen = { ...base, seen: { ...base.seen, memory } };
  await here.say(asks, seen);
  await here.say(second, seen);
  expect(await here.say(third, seen)).toEqual({
    ok: true,
    words: {
      en: 'u1 recorded that dev-1 was restored on purpose, approved by u2, u3: what is there now counts from now on (revision 41007), and no longer what was remembered of it.',
      ko: 'u1 님이 dev-1의 복원을 기록했습니다(승인: u2, u3). 이제 현재 데이터(revision 41007)가 기준이며 이전 기억은 쓰지 않습니다.',
    },
  });
  expect(Object.fromEntries(here.memory)).toMatchObject({
    [`keys/${deployment}`]: null,
    [`identity/${deployment}`]: null,
    [`restored/${deployment}/${at}`]: { by: { id: 'U1' }, revision: 41_007 },
  });
});

test('a restore is recorded where nobody can read any more whether it is the cluster of before', async () => {
  const base = emptied();
  const other = { at: '', raftTerm: 7, systemKey: 5, hash: null, members: {} };
  const seen = { ...base.seen, memory: { revision: 41_007, keyCount: null, identity: other } };
  const unread = { ...base.verdict, name: 'not-enough-seen' as const };
  const { say } = world({ was: null });
  expect((await say(asks, { ...base, seen, verdict: unread })).ok).toBe(true);
  expect((await say(second, { ...base, verdict: unread })).ok).toBe(false);
});
