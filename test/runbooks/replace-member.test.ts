import { describe, expect, test } from 'vitest';
import { verdictOf } from '../../src/cluster/verdict.ts';
import type { Scene } from '../../src/runbooks/runbook.ts';
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
} from './a-scene.ts';

const step = (id: string) => stepOf('replace-member', id);
const stoppedScene = (): Scene => withMaster(corrupted(), failed, stopped);
const removedScene = (): Scene => withoutFailed(stoppedScene());
const asideScene = (): Scene => withMaster(removedScene(), failed, { files: emptyFiles });
const addedScene = (): Scene =>
  established(listing(asideScene(), [...listed(asideScene()), added]), 'member-add', { id: newId });
/** The example's leader with another member's numbers. */
const joinedScene = (): Scene => {
  const scene = addedScene();
  const etcd = scene.seen.masters.find(each => each.instance === follower)?.etcd;
  const status = etcd?.status ? { ...etcd.status, memberId: newId } : null;
  return etcd
    ? withMaster(scene, failed, {
        etcd: { ...etcd, status, later: status },
        monit: [{ name: 'etcd', state: 'running' }],
        files: someFiles,
      })
    : scene;
};

describe('from step to step in the world that the step before it left', () => {
  test('the example is the fault that it is meant for', () => {
    expect(verdictOf(corrupted().seen).name).toBe('corrupt');
  });

  test('each step is guarded by the one before it', () => {
    expect(open(step('stop-etcd'), corrupted())).toEqual([]);
    expect(open(step('member-remove'), stoppedScene())).toEqual([]);
    expect(open(step('set-aside'), stoppedScene())).toEqual(['listed']);
    expect(open(step('set-aside'), removedScene())).toEqual([]);
    expect(open(step('member-add'), removedScene())).toEqual(['member-folder']);
    expect(open(step('member-add'), asideScene())).toEqual([]);
    expect(open(step('monit-start'), asideScene())).toEqual(['may-start']);
    expect(open(step('monit-start'), addedScene())).toEqual([]);
  });

  test('etcd that monit still restarts keeps its data where they are', () => {
    const scene = withMaster(removedScene(), failed, looping);
    expect(open(step('set-aside'), scene)).toEqual(['stopped']);
    expect(open(step('member-add'), withMaster(asideScene(), failed, looping))).toEqual(['stopped']);
  });

  test('an addition that happened is not repeated', () => {
    expect(open(step('member-add'), addedScene())).toEqual(['listed']);
  });

  test('without a verified snapshot nothing is stopped and nobody removed', () => {
    const { snapshot: _, ...facts } = corrupted().facts;
    expect(open(step('stop-etcd'), { ...corrupted(), facts })).toEqual(['snapshot']);
    expect(open(step('member-remove'), { ...stoppedScene(), facts })).toEqual(['snapshot']);
  });

  test('a victim that became healthy meanwhile is left alone', () => {
    expect(open(step('member-remove'), joinedScene())).toContain('not-healthy');
  });

  test('a member whose list entry has another peer URL is not removed', () => {
    const scene = established(stoppedScene(), 'peer-url', {
      url: 'https://other.invalid:2380',
      by: 'script',
    });
    expect(open(step('member-remove'), scene)).toEqual(['peer-url']);
  });

  test('one healthy member that lists otherwise than the other stops everything', () => {
    const etcd = stoppedScene().seen.masters.find(each => each.instance === leader)?.etcd;
    const scene = withMaster(stoppedScene(), leader, { etcd: etcd && { ...etcd, members: [added] } });
    expect(open(step('member-remove'), scene)).toContain('pair-agrees');
  });
});

describe('what is read back', () => {
  test('stopped means that monit says "not monitored" and nothing answers', () => {
    expect(step('stop-etcd').proof(corrupted(), null).state).toBe('not-yet');
    expect(step('stop-etcd').proof(stoppedScene(), null).state).toBe('holds');
  });

  test('removed means that neither healthy member lists the id, which is kept', () => {
    expect(step('member-remove').proof(stoppedScene(), null).state).toBe('not-yet');
    expect(step('member-remove').proof(removedScene(), null)).toMatchObject({
      state: 'holds',
      facts: { id: failedId },
    });
  });

  test('one list that was not read proves no removal', () => {
    const scene = withMaster(removedScene(), leader, { etcd: null });
    const ran = sshRan('Member f0f0f0f0f0f0f0f0 removed', 0, `sudo etcdctl member remove ${failedId}`);
    expect(step('member-remove').proof(scene, ran).state).toBe('not-yet');
    expect(step('member-remove').proof(removedScene(), ran).state).toBe('holds');
  });

  test('set aside means that member/ is there and holds neither log nor db', () => {
    const files = (change: object) =>
      withMaster(removedScene(), failed, { files: { ...emptyFiles, ...change } });
    expect(step('set-aside').proof(files({}), null).state).toBe('holds');
    expect(step('set-aside').proof(files({ walFiles: 1 }), null).state).toBe('not-yet');
    expect(step('set-aside').proof(files({ dbBytes: 1 }), null).state).toBe('not-yet');
    expect(step('set-aside').proof(withMaster(removedScene(), failed, { files: noFiles }), null).state).toBe(
      'not-yet',
    );
  });

  test('added means that both list the peer URL; the new id is kept', () => {
    expect(step('member-add').proof(asideScene(), null).state).toBe('not-yet');
    expect(step('member-add').proof(addedScene(), null)).toMatchObject({
      state: 'holds',
      facts: { id: newId },
    });
  });

  test('an addition that etcd refused is said at once, and one that happened all the same is seen', () => {
    const refused = sshRan('Error: etcdserver: unhealthy cluster\n', 1);
    const proof = step('member-add').proof(asideScene(), refused);
    expect(proof.state).toBe('broken');
    expect(proof.words.en).toContain('Nothing was added; try again in 30 s');
    expect(step('member-add').proof(addedScene(), refused).state).toBe('holds');
  });

  test('joined means healthy under the id that the others list', () => {
    expect(step('joined').proof(addedScene(), null).state).toBe('not-yet');
    expect(step('joined').proof(joinedScene(), null)).toMatchObject({ state: 'holds', facts: { id: newId } });
    expect(step('joined').proof(withoutFailed(joinedScene()), null).state).toBe('holds');
  });
});

describe('the peer URL', () => {
  const bare = (): Scene => ({ ...corrupted(), facts: {} });

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
    const byList = established(stoppedScene(), 'peer-url', { url: failedUrl });
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
    expect(step('member-remove').skip?.(stoppedScene())).toBeNull();
    expect(step('member-remove').skip?.(removedScene())?.en).toContain('list nobody');
  });

  test('the first stop, but for a member that answers', () => {
    expect(step('stop-rogue').skip?.(corrupted())?.en).toContain('serves nobody');
    expect(step('stop-rogue').skip?.(joinedScene())).toBeNull();
  });

  test('the second stop, where this run has stopped a rogue', () => {
    const scene = established(stoppedScene(), 'stop-rogue', { verdict: 'rogue' });
    expect(step('stop-etcd').skip?.(scene)?.en).toContain('already');
    expect(step('stop-etcd').skip?.(stoppedScene())).toBeNull();
  });
});

describe('a rogue', () => {
  const rogue = (): Scene => {
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
    expect(open(step('stop-rogue'), joinedScene())).toContain('rogue');
  });
});

test('post-conditions expect the old id gone and the new one there', () => {
  const verify = stepsOf('replace-member').find(each => each.id === 'verify');
  const names = joinedScene().seen.masters.find(each => each.instance === leader)?.etcd?.members ?? [];
  const started = listing(
    joinedScene(),
    names.map(each => (each.id === newId ? { ...each, name: 'started' } : each)),
  );
  const scene = established(established(started, 'member-remove', { id: failedId }), 'canary', {
    readBy: '2',
    of: '2',
  });
  const own = scene.seen.masters.find(each => each.instance === leader)?.etcd?.members ?? [];
  const seen = withMaster(scene, failed, {
    etcd: { ...(scene.seen.masters[0]?.etcd ?? stopped.etcd), members: own } as never,
    processes: [{ name: 'etcd', state: 'running' }],
  });
  expect(verify?.proof(seen, null)).toMatchObject({ state: 'holds' });
  const unexpected = { ...seen, facts: { ...seen.facts, 'member-add': { id: 'ffff' } } };
  expect(verify?.proof(unexpected, null).words.en).toContain('expected');
});
