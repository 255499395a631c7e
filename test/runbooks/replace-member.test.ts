import { describe, expect, test } from 'vitest';
import { verdictOf } from '../../src/cluster/verdict.ts';
import type { StepContext } from '../../src/runbooks/runbook.ts';
import {
  added,
  corrupted,
  emptyFiles,
  established,
  failed,
  failedId,
  failedUrl,
  follower,
  leader,
  listed,
  listing,
  looping,
  newId,
  noFiles,
  open,
  someFiles,
  sshRan,
  stepOf,
  stepsOf,
  stopped,
  withMaster,
  withoutFailed,
} from './a-context.ts';

const step = (id: string) => stepOf('replace-member', id);
const stoppedContext = (): StepContext => withMaster(corrupted(), failed, stopped);
const removedContext = (): StepContext => withoutFailed(stoppedContext());
const asideContext = (): StepContext => withMaster(removedContext(), failed, { files: emptyFiles });
const addedContext = (): StepContext =>
  established(listing(asideContext(), [...listed(asideContext()), added]), 'member-add', { id: newId });
/** The example's leader with another member's numbers. */
const joinedContext = (): StepContext => {
  const context = addedContext();
  const etcd = context.seen.masters.find(each => each.instance === follower)?.etcd;
  const status = etcd?.status ? { ...etcd.status, memberId: newId } : null;
  return etcd
    ? withMaster(context, failed, {
        etcd: { ...etcd, status, later: status },
        monit: [{ name: 'etcd', state: 'running' }],
        files: someFiles,
      })
    : context;
};

describe('from step to step in the world that the step before it left', () => {
  test('the example is the fault that it is meant for', () => {
    expect(verdictOf(corrupted().seen).name).toBe('corrupt');
  });

  test('each step is guarded by the one before it', () => {
    expect(open(step('stop-etcd'), corrupted())).toEqual([]);
    expect(open(step('member-remove'), stoppedContext())).toEqual([]);
    expect(open(step('set-aside'), stoppedContext())).toEqual(['listed']);
    expect(open(step('set-aside'), removedContext())).toEqual([]);
    expect(open(step('member-add'), removedContext())).toEqual(['member-folder']);
    expect(open(step('member-add'), asideContext())).toEqual([]);
    expect(open(step('monit-start'), asideContext())).toEqual(['may-start']);
    expect(open(step('monit-start'), addedContext())).toEqual([]);
  });

  test('etcd that monit still restarts keeps its data where they are', () => {
    const context = withMaster(removedContext(), failed, looping);
    expect(open(step('set-aside'), context)).toEqual(['stopped']);
    expect(open(step('member-add'), withMaster(asideContext(), failed, looping))).toEqual(['stopped']);
  });

  test('an addition that happened is not repeated', () => {
    expect(open(step('member-add'), addedContext())).toEqual(['listed']);
  });

  test('without a verified snapshot nothing is stopped and nobody removed', () => {
    const { snapshot: _, ...facts } = corrupted().facts;
    expect(open(step('stop-etcd'), { ...corrupted(), facts })).toEqual(['snapshot']);
    expect(open(step('member-remove'), { ...stoppedContext(), facts })).toEqual(['snapshot']);
  });

  test('a victim that became healthy meanwhile is left alone', () => {
    expect(open(step('member-remove'), joinedContext())).toContain('not-healthy');
  });

  test('a member whose list entry has another peer URL is not removed', () => {
    const context = established(stoppedContext(), 'peer-url', {
      url: 'https://other.invalid:2380',
      by: 'script',
    });
    expect(open(step('member-remove'), context)).toEqual(['peer-url']);
  });

  test('one healthy member that lists otherwise than the other stops everything', () => {
    const etcd = stoppedContext().seen.masters.find(each => each.instance === leader)?.etcd;
    const context = withMaster(stoppedContext(), leader, { etcd: etcd && { ...etcd, members: [added] } });
    expect(open(step('member-remove'), context)).toContain('pair-agrees');
  });
});

describe('what is read back', () => {
  test('stopped means that monit says "not monitored" and nothing answers', () => {
    expect(step('stop-etcd').proof(corrupted(), null).state).toBe('not-yet');
    expect(step('stop-etcd').proof(stoppedContext(), null).state).toBe('holds');
  });

  test('removed means that neither healthy member lists the id, which is kept', () => {
    expect(step('member-remove').proof(stoppedContext(), null).state).toBe('not-yet');
    expect(step('member-remove').proof(removedContext(), null)).toMatchObject({
      state: 'holds',
      facts: { id: failedId },
    });
  });

  test('one list that was not read proves no removal', () => {
    const context = withMaster(removedContext(), leader, { etcd: null });
    const ran = sshRan('Member f0f0f0f0f0f0f0f0 removed', 0, `sudo etcdctl member remove ${failedId}`);
    expect(step('member-remove').proof(context, ran).state).toBe('not-yet');
    expect(step('member-remove').proof(removedContext(), ran).state).toBe('holds');
  });

  test('set aside means that member/ is there and holds neither log nor db', () => {
    const files = (change: object) =>
      withMaster(removedContext(), failed, { files: { ...emptyFiles, ...change } });
    expect(step('set-aside').proof(files({}), null).state).toBe('holds');
    expect(step('set-aside').proof(files({ walFiles: 1 }), null).state).toBe('not-yet');
    expect(step('set-aside').proof(files({ dbBytes: 1 }), null).state).toBe('not-yet');
    expect(
      step('set-aside').proof(withMaster(removedContext(), failed, { files: noFiles }), null).state,
    ).toBe('not-yet');
  });

  test('added means that both list the peer URL; the new id is kept', () => {
    expect(step('member-add').proof(asideContext(), null).state).toBe('not-yet');
    expect(step('member-add').proof(addedContext(), null)).toMatchObject({
      state: 'holds',
      facts: { id: newId },
    });
  });

  test('an addition that etcd refused is said at once, and one that happened all the same is seen', () => {
    const refused = sshRan('Error: etcdserver: unhealthy cluster\n', 1);
    const proof = step('member-add').proof(asideContext(), refused);
    expect(proof.state).toBe('broken');
    expect(proof.words.en).toContain('Nothing was added; try again in 30 s');
    expect(step('member-add').proof(addedContext(), refused).state).toBe('holds');
  });

  test('joined means healthy under the id that the others list', () => {
    expect(step('joined').proof(addedContext(), null).state).toBe('not-yet');
    expect(step('joined').proof(joinedContext(), null)).toMatchObject({
      state: 'holds',
      facts: { id: newId },
    });
    expect(step('joined').proof(withoutFailed(joinedContext()), null).state).toBe('holds');
  });
});

describe('the peer URL', () => {
  const bare = (): StepContext => ({ ...corrupted(), facts: {} });

  test('is the script’s own, where the list says the same', () => {
    expect(step('peer-url').proof(bare(), sshRan(failedUrl))).toMatchObject({
      state: 'holds',
      facts: { url: failedUrl },
    });
  });

  test('is found among what the VM’s shell says beside it', () => {
    const noise = `sudo: unable to resolve host 4e2a: Name or service not known\n${failedUrl}\n`;
    expect(step('peer-url').proof(withoutFailed(bare()), sshRan(noise))).toMatchObject({
      facts: { url: failedUrl },
    });
  });

  test.each([
    ['it can’t be read', sshRan('bash: no such file', 1)],
    ['it says nothing', sshRan('\n')],
    ['its words are no URL', sshRan('master-0.etcd.cfcr.internal')],
    ['it was asked as if its variables were functions', sshRan('etcd_peer_address: command not found', 127)],
    ['the VM did not answer', null],
  ])('is not the list’s alone where the script is silent, because %s', (_why, ran) => {
    const proof = step('peer-url').proof(bare(), ran);
    expect(proof).toMatchObject({
      state: 'broken',
      words: {
        en: expect.stringContaining(`has ${failedUrl} for ${failedId} is one source, and two are needed`),
      },
    });
    expect(proof).not.toHaveProperty('facts');
  });

  test('that the list alone told lets nobody be removed', () => {
    const byList = established(stoppedContext(), 'peer-url', { url: failedUrl });
    expect(open(step('member-remove'), byList)).toEqual(['peer-url']);
  });

  test('that is a healthy member’s by the list is for a person to settle', () => {
    const healthy = listed(bare()).find(entry => entry.id !== failedId)?.peerUrls[0] ?? '';
    const proof = step('peer-url').proof(withoutFailed(bare()), sshRan(healthy));
    expect(proof).toMatchObject({
      state: 'broken',
      words: { en: expect.stringContaining('another member') },
    });
  });

  test('that differs between script and list is for a person to settle', () => {
    expect(step('peer-url').proof(bare(), sshRan('https://other.invalid:2380')).state).toBe('broken');
  });

  test('that nobody tells stops the run', () => {
    expect(step('peer-url').proof(withoutFailed(bare()), sshRan('rm -rf /; https://x')).state).toBe('broken');
  });
});

describe('a step is left out:', () => {
  test('the removal, where the healthy members list nobody for it', () => {
    expect(step('member-remove').skip?.(stoppedContext())).toBeNull();
    expect(step('member-remove').skip?.(removedContext())?.en).toContain('list nobody');
  });

  test('the first stop, but for a member that answers', () => {
    expect(step('stop-rogue').skip?.(corrupted())?.en).toContain('serves nobody');
    expect(step('stop-rogue').skip?.(joinedContext())).toBeNull();
  });

  test('the second stop, where this run has stopped a rogue', () => {
    const context = established(stoppedContext(), 'stop-rogue', { verdict: 'rogue' });
    expect(step('stop-etcd').skip?.(context)?.en).toContain('already');
    expect(step('stop-etcd').skip?.(stoppedContext())).toBeNull();
  });
});

describe('a rogue', () => {
  const rogue = (): StepContext => {
    const healthy = corrupted().seen.masters.find(each => each.instance === follower)?.etcd;
    const status = healthy?.status
      ? { ...healthy.status, memberId: failedId, leaderId: failedId, raftTerm: 2 }
      : null;
    return withMaster(corrupted(), failed, {
      monit: [{ name: 'etcd', state: 'running' }],
      lastStartBlock: 'etcdmain: etcd Version: 3.4.23',
      etcd: healthy
        ? { ...healthy, status, later: status, members: [{ ...added, id: failedId, name: 'rogue' }] }
        : null,
    });
  };

  test('is stopped at once, without waiting for a snapshot', () => {
    const { snapshot: _, ...facts } = rogue().facts;
    expect(verdictOf(rogue().seen).name).toBe('rogue');
    expect(open(step('stop-rogue'), { ...rogue(), facts })).toEqual([]);
  });

  test('that was stopped is still the one to replace, though it looks like a process that is down', () => {
    const down = withMaster(rogue(), failed, { ...stopped, files: someFiles });
    expect(verdictOf(down.seen).name).toBe('process-down');
    expect(open(step('member-remove'), down)).toContain('classified');
    expect(open(step('member-remove'), established(down, 'stop-rogue', { verdict: 'rogue' }))).toEqual([]);
  });

  test('is the only one that is stopped while it answers', () => {
    expect(open(step('stop-rogue'), joinedContext())).toContain('rogue');
  });
});

test('post-conditions expect the old id gone and the new one there', () => {
  const verify = stepsOf('replace-member').find(each => each.id === 'verify');
  const names = joinedContext().seen.masters.find(each => each.instance === leader)?.etcd?.members ?? [];
  const started = listing(
    joinedContext(),
    names.map(each => (each.id === newId ? { ...each, name: 'started' } : each)),
  );
  const context = established(established(started, 'member-remove', { id: failedId }), 'canary', {
    readBy: '2',
    of: '2',
  });
  const own = context.seen.masters.find(each => each.instance === leader)?.etcd?.members ?? [];
  const seen = withMaster(context, failed, {
    etcd: { ...(context.seen.masters[0]?.etcd ?? stopped.etcd), members: own } as never,
    processes: [{ name: 'etcd', state: 'running' }],
  });
  expect(verify?.proof(seen, null)).toMatchObject({ state: 'holds' });
  const unexpected = { ...seen, facts: { ...seen.facts, 'member-add': { id: 'ffff' } } };
  expect(verify?.proof(unexpected, null).words.en).toContain('expected');
});
