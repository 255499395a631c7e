import { expect, test } from 'vitest';
import type { VerdictName } from '../../src/cluster/verdict-types.ts';
import type { Glance, Observed, Refusal } from '../../src/desk/desk-types.ts';
import { unreadCard } from '../../src/messages/unread-card.ts';
import { watchCard } from '../../src/messages/watch-card.ts';
import type { Told } from '../../src/watch/judging.ts';
import { startWatch } from '../../src/watch/watch.ts';
import { same } from '../../src/words.ts';
import { looked } from '../support/a-cluster.ts';
import { aRun } from '../support/a-run.ts';

const seeing = (name: VerdictName): Observed => {
  const one = looked();
  return { ...one, run: null, verdict: { ...one.verdict, name } };
};
const blind: Refusal = { ok: false, words: same('ssh: no route to host') };

const glanced: Glance = { ok: true, well: true, silent: false, print: '' };

/** A watch whose looks are told one after the other; what it says is kept. */
const aWatch = (
  change: {
    look?: (cluster: string | null) => Promise<Observed | Refusal>;
    glance?: (cluster: string) => Promise<Glance | Refusal>;
    director?: () => Promise<Refusal | null>;
    names?: readonly string[];
    kept?: Map<string | null, Told>;
    driven?: readonly string[];
    worse?: boolean;
  } = {},
) => {
  const kept = change.kept ?? new Map<string | null, Told>();
  const said: string[] = [];
  const still: (string | null)[] = [];
  let next: Observed | Refusal = seeing('healthy');
  let listed = true;
  let ms = 0;
  const slack = { away: false };
  const watch = startWatch({
    desk: {
      clusters: async () =>
        listed
          ? { ok: true, names: change.names ?? ['dev-1'] }
          : { ok: false, words: same('the Director is away') },
      look: change.look ?? (async () => next),
      glance: change.glance ?? (async () => (next.ok ? glanced : next)),
    },
    director: change.director ?? (async () => null),
    isWorse: () => change.worse ?? false,
    warn: async ({ verdict }) => void said.push(`in its thread: ${verdict.name}`),
    budget: 20,
    clock: { elapsed: () => ms, sleep: ms => new Promise(resolve => setTimeout(resolve, ms / 500)) },
    schedule: '0 0 1 1 *',
    driven: async () => change.driven ?? [],
    lastTold: async cluster => kept.get(cluster) ?? null,
    takeTelling: async (cluster, was, told) => {
      if ((kept.get(cluster) ?? null) !== was) return false;
      if (told === null) kept.delete(cluster);
      else kept.set(cluster, told);
      return true;
    },
    tell: async ({ verdict }, was) => {
      if (slack.away) throw new Error('Slack is away');
      said.push(`${was} -> ${verdict.name}`);
    },
    tellUnread: async ({ cluster, looks }) => void said.push(`${cluster} unread, ${looks} looks`),
    tellListed: async () => void said.push('listed'),
    still: async cluster => void still.push(cluster),
    log: () => {},
  });
  return {
    said,
    still,
    kept,
    slack,
    watch,
    looks: async (seen: Observed | Refusal, times = 1) => {
      next = seen;
      for (let nth = 0; nth < times; nth++) {
        await watch.once();
        ms += 660_000;
      }
    },
    pass: (more: number) => {
      ms += more;
    },
    list: (can: boolean) => {
      listed = can;
    },
  };
};

test('a change of verdict is told once, and a first healthy look not at all', async () => {
  const { said, looks } = aWatch();
  await looks(seeing('healthy'), 2);
  await looks(seeing('raft-log-lost'), 2);
  await looks(seeing('healthy'));
  expect(said).toEqual(['healthy -> raft-log-lost', 'raft-log-lost -> healthy']);
});

test('a cluster that a run looks at by itself is not looked at again, however long the run takes', async () => {
  let looks = 0;
  const look = async () => {
    looks += 1;
    return seeing('healthy');
  };
  const { watch } = aWatch({ look, driven: ['dev-1'] });
  await watch.once();
  expect(looks).toBe(0);
});

test('while a run waits only what is worse than it knows is told, once, in its thread and the channel', async () => {
  const { said, looks } = aWatch({ worse: true, kept: new Map([['dev-1', 'raft-log-lost' as const]]) });
  await looks({ ...seeing('quorum-lost'), run: aRun() }, 3);
  expect(said).toEqual(['in its thread: quorum-lost', 'raft-log-lost -> quorum-lost']);
});

test('of a cluster whose run waits nothing is told that is no worse', async () => {
  const { said, looks } = aWatch();
  await looks({ ...seeing('disk-lost'), run: aRun() }, 4);
  expect(said).toEqual([]);
});

test('masters that are powered off are told at the third look that sees too little, and their return too', async () => {
  const { said, looks } = aWatch();
  await looks(seeing('healthy'));
  await looks(seeing('not-enough-seen'), 2);
  expect(said).toEqual([]);
  await looks(seeing('not-enough-seen'), 3);
  expect(said).toEqual(['healthy -> not-enough-seen']);
  await looks(seeing('healthy'));
  expect(said.at(-1)).toBe('not-enough-seen -> healthy');
});

test('two poor looks and a good one in between begin the count anew', async () => {
  const { said, looks } = aWatch();
  for (let nth = 0; nth < 3; nth++) {
    await looks(seeing('not-enough-seen'));
    await looks(blind);
    await looks(seeing('healthy'));
  }
  expect(said).toEqual([]);
});

test('looks that fail are told at the third, once, also after a restart', async () => {
  const one = aWatch();
  await one.looks(blind, 5);
  expect(one.said).toEqual(['dev-1 unread, 3 looks']);
  const two = aWatch({ kept: one.kept });
  await two.looks(blind, 4);
  await two.looks(seeing('healthy'));
  expect(two.said).toEqual(['unread -> healthy']);
});

test('a list of clusters that cannot be read is told at the third try, and when it can be read again', async () => {
  const { said, looks, list } = aWatch();
  list(false);
  await looks(seeing('healthy'), 4);
  list(true);
  await looks(seeing('healthy'), 2);
  expect(said).toEqual(['null unread, 3 looks', 'listed']);
});

test('of two bots that see the same change one tells it', async () => {
  const one = aWatch();
  const two = aWatch({ kept: one.kept });
  await Promise.all([one, two].map(bot => bot.looks(seeing('raft-log-lost'))));
  expect([...one.said, ...two.said]).toEqual(['null -> raft-log-lost']);
});

test('a change that Slack did not take is told by a later look', async () => {
  const { said, looks, slack } = aWatch();
  await looks(seeing('healthy'));
  slack.away = true;
  await looks(seeing('disk-lost'), 2);
  slack.away = false;
  await looks(seeing('disk-lost'), 2);
  expect(said).toEqual(['healthy -> disk-lost']);
});

test('a stop does not wait for a look that hangs, and what it sees later is not told', async () => {
  let see = (_seen: Observed) => {};
  const look = () =>
    new Promise<Observed>(resolve => {
      see = resolve;
    });
  const { said, watch } = aWatch({ look });
  const hanging = watch.once();
  await new Promise(resolve => setTimeout(resolve, 10));
  await watch.stop();
  see(seeing('disk-lost'));
  await hanging;
  expect(said).toEqual([]);
});

test.each(['en', 'ko'] as const)('both cards name the next move (%s)', locale => {
  const unread = unreadCard({ cluster: 'dev-1', words: blind.words, looks: 3 }, locale);
  expect(unread.text).toContain('no route to host');
  expect(JSON.stringify(unread.blocks)).toContain('/pks doctor');
  const unseen = watchCard(seeing('not-enough-seen'), 'unread', locale);
  expect(JSON.stringify(unseen.blocks)).toContain('bosh vms');
  expect(JSON.stringify(unseen.blocks)).toContain({ en: 'could not be read', ko: '읽을 수 없음' }[locale]);
});

test('what is bad calls the on-call group in its new message, and what is well calls nobody', () => {
  const group = { group: 'S0ONCALL' };
  const calls = (card: { readonly blocks: unknown }) =>
    JSON.stringify(card.blocks).includes('"usergroup_id":"S0ONCALL"');
  expect(calls(watchCard(seeing('disk-lost'), 'healthy', 'en', group))).toBe(true);
  expect(calls(watchCard(seeing('healthy'), 'disk-lost', 'en', group))).toBe(false);
  expect(calls(unreadCard({ cluster: 'dev-1', words: blind.words, looks: 3 }, 'en', group))).toBe(true);
});

test('a cluster that hangs is told once and holds up no other, and is told again when it answers', async () => {
  const hung = Promise.withResolvers<Observed>();
  const seen: (string | null)[] = [];
  const { said, watch } = aWatch({
    names: ['dev-1', 'dev-2'],
    glance: cluster => (cluster === 'dev-1' ? hung.promise.then(() => glanced) : Promise.resolve(glanced)),
    look: async cluster => {
      seen.push(cluster);
      return cluster === 'dev-1' ? hung.promise : seeing('healthy');
    },
  });
  const looks = watch.once();
  await expect.poll(() => said).toEqual(['dev-1 unread, 1 looks']);
  const more = watch.once();
  await expect.poll(() => seen).toEqual(['dev-2']);
  hung.resolve(seeing('healthy'));
  await Promise.all([looks, more]);
  expect(said).toEqual(['dev-1 unread, 1 looks', 'unread -> healthy']);
});

test('processes that do not run are looked at closer at once, and ones that run not before their time', async () => {
  let well = true;
  let waves = 0;
  const { pass, watch } = aWatch({
    glance: async () => ({ ...glanced, well }),
    look: async () => {
      waves += 1;
      return seeing(well ? 'healthy' : 'process-down');
    },
  });
  await watch.once();
  pass(45_000);
  await watch.once();
  expect(waves).toBe(1);
  well = false;
  pass(45_000);
  await watch.once();
  expect(waves).toBe(2);
});

test('while the Director does not answer no cluster is looked at, and it is told once for all of them', async () => {
  const { said, looks } = aWatch({ director: async () => blind, look: () => expect.fail('looked at') });
  await looks(seeing('healthy'), 5);
  expect(said).toEqual(['null unread, 3 looks']);
});

test('each look that shows that a cluster is still bad may call people again, but not one of a healthy cluster, nor beside a run', async () => {
  const { looks, still } = aWatch();
  await looks(seeing('raft-log-lost'));
  expect(still).toEqual([]);
  await looks(seeing('raft-log-lost'), 2);
  expect(still).toEqual(['dev-1', 'dev-1']);
  await looks({ ...seeing('raft-log-lost'), run: aRun() });
  await looks(seeing('healthy'), 2);
  expect(still).toEqual(['dev-1', 'dev-1']);
});
