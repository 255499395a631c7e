import { describe, expect, test } from 'vitest';
import type { FilesObservation } from '../../src/cluster/observation.ts';
import { verdictOf } from '../../src/cluster/verdict.ts';
import type { CureName } from '../../src/cluster/verdict-types.ts';
import type { GateContext } from '../../src/gates/gate.ts';
import { room } from '../../src/gates/gates-act.ts';
import { soundGround } from '../../src/gates/sound-ground.ts';
import {
  broken,
  clusterOf,
  downEtcd,
  etcdOf,
  files,
  m1,
  m2,
  m3,
  statusOf,
  tocommit,
} from '../cluster/build.ts';

const disk = files ?? expect.fail('no files');
const sound = { link: 'none', owner: 'vcap', binary: true } as const;
const of = (more: Partial<FilesObservation>, log = tocommit) =>
  clusterOf({ [m3]: broken(log, { files: { ...disk, ...more } }) });
const context = (cure: CureName, seen = of({})): GateContext => ({
  target: m3,
  cure,
  verdict: verdictOf(seen),
  snapshot: 'later',
  snapshotBetween: { before: null, after: null },
  stops: [],
});
const why = (more: Partial<FilesObservation>, cure: CureName = 'replace-member') =>
  soundGround.why(of(more), context(cure))?.en ?? null;

const bad: readonly (readonly [string, Partial<FilesObservation>, string])[] = [
  [
    'member/ is a link to nothing',
    { memberDir: false, ground: { ...sound, link: 'dangling' } },
    'a link to nothing',
  ],
  ['etcd is not installed', { ground: { ...sound, binary: false } }, 'program is missing'],
  ['the data belong to another', { ground: { ...sound, owner: 'root' } }, 'belongs to root, not to vcap'],
];

describe('before the first irreversible step it is known that the next ones can work', () => {
  test.for(bad)('no cure starts where %s', ([, more, words]) => {
    for (const cure of ['replace-member', 'remove-half-added', 'move-leader', 'restart-process'] as const)
      expect(why(more, cure)).toContain(words);
    const verdict = verdictOf(of(more));
    expect(verdict.allowed).toEqual([]);
    expect(verdict.refused?.en).toContain(words);
    expect(verdict.refused?.ko).toMatch(/[가-힣]/);
  });
  test('what was not read stops what removes something first, and names what it was', () => {
    const nothing: FilesObservation = {
      memberDir: true,
      memberWasMissing: false,
      walFiles: 1,
      dbBytes: 1,
      freeBytes: 1,
    };
    const seen = clusterOf({ [m3]: broken(tocommit, { files: nothing }) });
    const told = (cure: CureName) => soundGround.why(seen, context(cure, seen))?.en ?? null;
    expect(told('replace-member')).toContain('was not read (member/, packages/etcd, owner)');
    expect(told('remove-half-added')).not.toBeNull();
    expect(told('move-leader')).toBeNull();
  });
  test('a look that asked and could not read it allows nothing', () =>
    expect(verdictOf(of({ ground: { ...sound, binary: null } })).refused?.en).toContain(
      'not read (packages/etcd)',
    ));
  test('a sound one, or a link that leads somewhere, is in nobody’s way; nor is a folder that is not there yet', () => {
    expect(why({})).toBeNull();
    expect(why({ ground: { ...sound, link: 'whole' } })).toBeNull();
    expect(why({ ground: { ...sound, owner: '' } })).toBeNull();
    expect(why({ ground: { ...sound, binary: false } }, 'recreate')).toBeNull();
  });
  test('a db whose size nobody told is not one of 0 bytes that fits anywhere', () => {
    const status = (instance: string) => ({
      etcd: etcdOf(instance, { status: statusOf(instance, { dbSizeBytes: null }) }),
    });
    const seen = clusterOf({ [m1]: status(m1), [m2]: status(m2), [m3]: broken(tocommit) });
    expect(room.why(seen, context('replace-member', seen))?.en).toContain('how big the db is was not read');
  });
});

describe('a member that restarts all the time and serves at each look', () => {
  const now = '2026-11-29T19:37:17Z';
  const ago = (minutes: number) => new Date(Date.parse(now) - minutes * 60_000).toISOString();
  const warned = (at: readonly string[], change = {}) =>
    verdictOf(clusterOf({ [m2]: { starts: { now, at }, ...change } })).warnings.map(each => each.en);
  test('is a warning with its count, of the last hour', () =>
    expect(warned([ago(90), ago(40), ago(2), ago(1)]).join()).toContain(
      'master/8cdf6298 serves now, but its etcd was started 3 times in the last hour (last at 19:36:17 UTC)',
    ));
  test('is none where it was started twice, or longer ago, or where nobody knows', () => {
    expect(warned([ago(90), ago(80), ago(70), ago(2), ago(1)])).toEqual([]);
    expect(verdictOf(clusterOf({ [m2]: { starts: null } })).warnings).toEqual([]);
  });
  test('is no warning of one that is down: its verdict tells', () =>
    expect(warned([ago(3), ago(2), ago(1)], { etcd: downEtcd })).toEqual([]));
});
