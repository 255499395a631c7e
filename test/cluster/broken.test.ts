import { expect, test } from 'vitest';
import type { MasterObservation } from '../../src/cluster/observation.ts';
import { verdictOf } from '../../src/cluster/verdict.ts';
import { allListed, broken, clusterOf, downEtcd, etcdOf, files, m1, m2, m3 } from './build.ts';

const [disk] = [files].filter(each => each !== null);
if (!disk) throw new Error('the builder has files');
const gone = { ...disk, memberDir: false, walFiles: 0 };
const unread: Partial<MasterObservation> = { etcd: downEtcd, processState: 'failing', lastStartBlock: null };
const listing = (members: typeof allListed) => ({
  [m2]: { etcd: etcdOf(m2, { members }) },
  [m3]: { etcd: etcdOf(m3, { members }) },
});

test('a folder that is not there names the fault without a line of the log', () => {
  expect(verdictOf(clusterOf({ [m1]: { ...unread, files: gone, bootstrap: false } })).name).toBe('disk-lost');
  expect(verdictOf(clusterOf({ [m1]: { ...unread, files: gone } })).name).toBe('disk-lost-bootstrap');
});

test('so does a member that the others list without a name: it was added and never started', () => {
  const half = allListed.map(each => (each.id === 'a1' ? { ...each, name: '' } : each));
  const seen = clusterOf({ [m1]: { ...unread, files: gone, bootstrap: false }, ...listing(half) });
  expect(verdictOf(seen).name).toBe('half-added');
});

const without = listing(allListed.filter(each => each.id !== 'a1'));

test('so does the others’ list without it, where its own folder was read', () => {
  expect(verdictOf(clusterOf({ [m1]: { ...unread }, ...without })).name).toBe('removed-id');
});

test('a member whose folder and log nobody read is called nothing, though the others do not list it', () => {
  expect(verdictOf(clusterOf({ [m1]: { ...unread, files: null }, ...without })).name).toBe('not-enough-seen');
});

test('what its log says of a removal is not enough either, while its folder is unread', () => {
  const removed = 'the member has been permanently removed from the cluster';
  const seen = (more: Partial<MasterObservation>) => clusterOf({ [m1]: broken(removed, more), ...without });
  expect(verdictOf(seen({})).name).toBe('removed-id');
  expect(verdictOf(seen({ files: null })).name).toBe('not-enough-seen');
});

test('a folder that is there and a log that was not read say nothing certain', () => {
  expect(verdictOf(clusterOf({ [m1]: unread })).name).toBe('not-enough-seen');
  expect(verdictOf(clusterOf({ [m1]: broken('panic: something', { files: null }) })).name).toBe(
    'not-enough-seen',
  );
});

test('what of it was not read is named', () => {
  const { sentence } = verdictOf(clusterOf({ [m1]: { ...unread, files: null } }));
  expect(sentence.en).toContain('its files and its etcd log could not be read');
  expect(sentence.ko).toContain('파일 상태, etcd 로그를 읽지 못해');
});
