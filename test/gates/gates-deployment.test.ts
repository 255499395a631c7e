import { describe, expect, test } from 'vitest';
import type { Observation, TaskObservation } from '../../src/cluster/observation.ts';
import {
  noIgnored,
  noneStopped,
  pairRuns,
  quietDeployment,
  threeMasters,
} from '../../src/gates/gates-deployment.ts';
import { broken, clusterOf, m1, m2, m3, masterOf, tocommit } from '../cluster/build.ts';
import { contextOf } from '../cluster/gate-context.ts';

const sick = clusterOf({ [m1]: broken(tocommit) });
const task = (id: string): TaskObservation => ({
  id,
  state: 'processing',
  description: 'create deployment',
  deployment: 'd',
  user: 'x',
});
const lock = (taskId: string) => ({ type: 'deployment', resource: 'd', taskId });

describe('one of three', () => {
  const why = (seen: Observation, target = m1) => threeMasters.why(seen, contextOf(seen, { target }));
  test('is broken beside two healthy', () => expect(why(sick)).toBeNull());
  test.for<[string, Observation, string | undefined, string]>([
    [
      'a fourth master',
      { ...sick, masters: [...sick.masters, masterOf(m3)] },
      m1,
      '4 masters, 3 healthy beside master/9b8ad6e0',
    ],
    [
      'two masters',
      { ...sick, masters: sick.masters.slice(0, 2) },
      m1,
      '2 masters, 1 healthy beside master/9b8ad6e0',
    ],
    [
      'two broken',
      clusterOf({ [m1]: broken(tocommit), [m2]: broken(tocommit) }),
      m1,
      '3 masters, 1 healthy beside',
    ],
    ['a target that is none of them', sick, 'master/none', '3 masters, 2 healthy beside master/none'],
  ])('is not: %s', ([, seen, target, words]) => expect(why(seen, target)?.en).toContain(words));
});

describe('the deployment is free', () => {
  const why = (more: Partial<Observation>, ownTasks?: readonly string[]) => {
    const seen = { ...sick, ...more };
    return quietDeployment.why(seen, contextOf(seen, ownTasks === undefined ? {} : { ownTasks }));
  };
  test('of tasks and locks, or of all but this run’s own', () => {
    expect(why({})).toBeNull();
    expect(why({ tasks: [task('7')], locks: [lock('7')] }, ['7'])).toBeNull();
  });
  test('of nothing that could not be read', () => {
    expect(why({ tasks: null })).toEqual({
      en: "the Director's tasks could not be read; look at `bosh tasks` and `bosh locks`",
      ko: 'Director의 task 목록을 읽지 못했습니다. `bosh tasks`, `bosh locks`를 확인하세요',
    });
    expect(why({ locks: null })).toEqual({
      en: "the Director's locks could not be read; look at `bosh tasks` and `bosh locks`",
      ko: 'Director의 lock 목록을 읽지 못했습니다. `bosh tasks`, `bosh locks`를 확인하세요',
    });
  });
  test('of other people’s tasks, which are counted without this run’s own', () => {
    expect(why({ tasks: [task('7'), task('8')] }, ['7'])).toEqual({
      en: '1 task is at work, first 8 (create deployment, processing); wait for it or cancel it',
      ko: 'task 1건이 진행 중입니다. 첫 번째: 8(create deployment, processing). 끝나기를 기다리거나 취소하세요',
    });
    expect(why({ tasks: [task('7'), task('8')] })?.en).toContain('2 tasks are at work, first 7');
  });
  test('of other people’s locks', () => {
    expect(why({ locks: [lock('7'), lock('9')] }, ['7'])?.en).toBe(
      'the deployment lock is held by task 9; wait for it',
    );
    expect(why({ locks: [lock('')] })).toEqual({
      en: 'the deployment lock is held by task unknown; wait for it',
      ko: 'deployment lock 보유: task (알 수 없음). 끝나기를 기다리세요',
    });
  });
});

describe('no master', () => {
  test('is ignored', () => {
    expect(noIgnored.why(sick, contextOf(sick))).toBeNull();
    const seen = clusterOf({ [m1]: { ignored: true }, [m3]: { ignored: true } });
    expect(noIgnored.why(seen, contextOf(seen))?.en).toBe(
      '2 of 3 masters are ignored (master/9b8ad6e0, master/774bfafe); `bosh unignore` them first',
    );
  });
  test('was stopped on purpose: neither its VM kept nor let go, whichever it is', () => {
    expect(noneStopped.why(sick, contextOf(sick))).toBeNull();
    expect(noneStopped.why(clusterOf({ [m1]: { desired: '' } }), contextOf(sick))).toBeNull();
    const why = (desired: string) => noneStopped.why(clusterOf({ [m2]: { desired } }), contextOf(sick))?.en;
    expect(why('stopped')).toMatch(
      /^1 of 3 masters .*desired state stopped, as `bosh stop` or .*`bosh start /,
    );
    expect(why('detached')).toMatch(/desired state detached, as `bosh stop --hard` or /);
  });
  test('of the pair has another process that fails; the broken one may', () => {
    const failing = {
      processes: [
        { name: 'kubelet', state: 'failing' },
        { name: 'kube-apiserver', state: 'failing' },
      ],
    };
    const elsewhere = clusterOf({ [m1]: broken(tocommit, failing) });
    expect(pairRuns.why(elsewhere, contextOf(elsewhere))).toBeNull();
    const seen = clusterOf({ [m1]: broken(tocommit), [m3]: failing });
    expect(pairRuns.why(seen, contextOf(seen, { cure: 'replace-member' }))?.en).toBe(
      'on master/774bfafe 2 processes do not run (kubelet, kube-apiserver); mend that first',
    );
  });
  test('of the pair that keeps a leader move away is any but kube-apiserver: it stops nothing there, and the card warns', () => {
    const with2 = (name: string) =>
      clusterOf({ [m1]: broken(tocommit), [m3]: { processes: [{ name, state: 'failing' }] } });
    const why = (name: string) => pairRuns.why(with2(name), contextOf(with2(name), { cure: 'move-leader' }));
    expect(why('blackbox')).toBeNull();
    expect(why('kube-apiserver')?.en).toContain('1 process does not run (kube-apiserver)');
  });
});
