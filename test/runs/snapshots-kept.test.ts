import { describe, expect, test } from 'vitest';
import { savedWords, snapshotFact } from '../../src/runs/snapshots-kept.ts';
import { follower, leader, victim } from '../support/a-cluster.ts';
import { aRun, aStep, began, settled, started } from '../support/a-run.ts';

const ids = [
  'snapshot',
  'snapshot-copy',
  'snapshot-8cdf6298',
  'snapshot-copy-8cdf6298',
  'snapshot-774bfafe',
  'snapshot-verify',
];
const plan = ids.map(id => aStep(id, { kind: 'snapshot', people: 0 }));
const done = (id: string, facts: Record<string, string> = {}) => [began(id), settled(id, { facts })];
const saved = { on: follower, path: '/var/vcap/store/x.db' };
const factOf = (...steps: readonly (readonly ReturnType<typeof began>[])[]) =>
  snapshotFact(aRun(started({ plan }), ...steps.flat()));
const onVm =
  "on master/8cdf6298-e50a-4dc3-997b-b7e14502cc57 at /var/vcap/store/x.db, every Secret in it; to remove it: bosh -d service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4 ssh master/8cdf6298-e50a-4dc3-997b-b7e14502cc57 -c 'sudo rm -f /var/vcap/store/x.db'";

describe('where a run’s snapshot is', () => {
  test('is nowhere where none was taken', () => {
    expect(factOf()).toEqual({});
    expect(factOf(done('snapshot', { path: '/x.db' }))).toEqual({});
    expect(factOf(done('snapshot', { on: follower }))).toEqual({});
    const other = aRun(started({ plan: [aStep('snapshot', { kind: 'read' })] }), ...done('snapshot', saved));
    expect(snapshotFact(other)).toEqual({});
  });
  test('is on its VM while it was not copied, with the command that removes it', () => {
    const { snapshot } = factOf(done('snapshot', saved));
    expect(snapshot?.en).toBe(onVm);
    expect(snapshot?.ko).toContain('모든 Secret 포함. 지우는 명령: bosh -d service-instance_');
  });
  test('is on the jump host once it was removed there', () =>
    expect(
      factOf(done('snapshot', saved), done('snapshot-copy', { path: '/kept/x.db', onVm: 'removed' })),
    ).toEqual({
      snapshot: { en: 'on the jump host at /kept/x.db', ko: '점프 호스트 /kept/x.db' },
    }));
  test('is told of every step of that kind, and by the copy that says of which it is, whatever their names', () => {
    const kept = { path: '/kept/x.db', onVm: 'removed' };
    expect(factOf(done('snapshot-verify', saved)).snapshot?.en).toBe(onVm);
    expect(factOf(done('snapshot-verify', saved), done('snapshot-copy', kept)).snapshot?.en).toBe(onVm);
    const here = 'on the jump host at /kept/x.db';
    const named = done('snapshot-copy', { ...kept, snapshot: 'snapshot-verify' });
    expect(factOf(done('snapshot-verify', saved), named).snapshot?.en).toBe(here);
    expect(factOf(done('snapshot', saved), done('snapshot-verify', saved), named).snapshot?.en).toBe(
      `${onVm}; ${here}`,
    );
  });
  test('is at both where it could not be removed', () =>
    expect(
      factOf(done('snapshot', saved), done('snapshot-copy', { path: '/kept/x.db', onVm: 'left' })).snapshot
        ?.en,
    ).toBe(`on the jump host at /kept/x.db; ${onVm}`));
  test('is told of each master whose snapshot a run took, with its own copy', () =>
    expect(
      factOf(
        done('snapshot-8cdf6298', saved),
        done('snapshot-774bfafe', { on: leader, path: '/y.db' }),
        done('snapshot-copy-8cdf6298', { path: '/kept/x.db', onVm: 'removed' }),
      ).snapshot?.en,
    ).toMatch(/^on the jump host at \/kept\/x\.db; on master\/774bfafe-\S+ at \/y\.db, every Secret/));
});

describe('a run that only saves', () => {
  const run = (cast: object, ...steps: readonly (readonly ReturnType<typeof began>[])[]) =>
    aRun(started({ plan, cure: 'snapshot-survivors', cast: { leader, follower, ...cast } }), ...steps.flat());
  test('says how many it saved, and leaves the silent ones to a person', () => {
    const cast = { answering: [follower, leader], silent: [victim] };
    expect(savedWords(run(cast, done('snapshot-8cdf6298'), done('snapshot-774bfafe')))).toEqual({
      en: "Saved 2 of 3 masters (master/8cdf6298, master/774bfafe); nothing in the cluster was changed. `/pks etcd-status` says what a person does next. master/9b8ad6e0: etcd did not answer there; copy what is on the disk: bosh -d service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4 ssh master/9b8ad6e0-a438-4033-9767-46c586fb4771 -c 'sudo install -D -m 0600 /var/vcap/store/etcd/member/snap/db /var/vcap/data/pks-rescue/db-by-hand.db'",
      ko: expect.stringMatching(
        /^마스터 3대 중 2대의 스냅샷을 저장했습니다\(master\/8cdf6298, master\/774bfafe\)\..* master\/9b8ad6e0: etcd가 응답하지 않았습니다\./,
      ),
    });
  });
  test('has nothing to leave to a person where all answered', () =>
    expect(savedWords(run({ answering: [follower] }, done('snapshot-8cdf6298'))).en).toBe(
      'Saved 1 of 1 masters (master/8cdf6298); nothing in the cluster was changed. `/pks etcd-status` says what a person does next.',
    ));
});
