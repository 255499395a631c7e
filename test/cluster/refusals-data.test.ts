import { describe, expect, test } from 'vitest';
import { standingOf } from '../../src/cluster/quorum.ts';
import {
  corruptAlarm,
  disagreeing,
  emptied,
  otherErrors,
  unsettled,
} from '../../src/cluster/refusals-data.ts';
import { same } from '../../src/words.ts';
import { clusterOf, m1, m2, m3 } from './build.ts';

const evidence = [same('what was seen')];
const seen = clusterOf();
const { healthy } = standingOf(seen);
const { deployment } = seen;
const commandsOf = ({ byHand }: ReturnType<typeof emptied>) => byHand?.moves.map(each => each.command) ?? [];
const save = '/pks snapshot dev-1';
const restored = '/pks restored dev-1';
const bbr = expect.stringContaining('restore --artifact-path');
const etcdctl = 'sudo ETCDCTL_API=3 LOCAL=true /var/vcap/jobs/etcd/bin/etcdctl';
const why = [same('one'), { en: 'two', ko: '둘' }];

test('members that contradict each other are saved before a person decides', () => {
  const { refused, sentence, byHand, ...rest } = disagreeing(seen, healthy, why, evidence);
  expect(rest).toEqual({ name: 'pair-disagrees', target: [], evidence, confidence: 'certain' });
  expect(sentence).toEqual({
    en: '3 members answer and contradict each other: one; two.',
    ko: '응답하는 멤버 3대가 서로 다릅니다. one; 둘.',
  });
  expect(byHand?.caution.en).toContain(
    'Change nothing: two against one is no proof, the one may hold the only acknowledged writes. First save what each of them holds; then a person decides',
  );
  expect(refused?.en).toContain('restore --artifact-path');
  expect(commandsOf(disagreeing(seen, healthy, why, evidence))).toEqual([save, bbr, restored]);
  expect(disagreeing(seen, healthy.slice(1), why, evidence).refused?.en).toContain(
    'Change nothing. First save',
  );
});

test('a cluster made anew has lost data, by two revisions', () => {
  const { refused, sentence, byHand, ...rest } = emptied(seen, 12, healthy, evidence);
  expect(rest).toEqual({ name: 're-bootstrapped-empty', target: [], evidence, confidence: 'certain' });
  expect(sentence.en).toBe(
    '3 members are healthy and agree at revision 12, but revision 1200 was seen before: this cluster was made anew and has lost data.',
  );
  expect(refused?.en).toContain('Stop writers and keep the disks as they are. First save what is there');
  expect(byHand?.moves.map(each => each.command)).toEqual([save, bbr, restored]);
});

test('corruption that etcd found itself is never disarmed', () => {
  const { refused, sentence, byHand, ...rest } = corruptAlarm(seen, ['alarm:CORRUPT', 'x'], evidence);
  expect(rest).toEqual({ name: 'pair-disagrees', target: [], evidence, confidence: 'certain' });
  expect(sentence.en).toBe("etcd itself found that its members' data differ (alarm:CORRUPT, x).");
  expect(refused?.en).toContain(
    'Change nothing and never disarm this alarm: the data stay different. Save what each member holds',
  );
  expect(byHand?.moves.map(each => each.command)).toEqual([
    save,
    ...[m1, m2, m3].map(each => expect.stringContaining(`ssh ${each} -c '${etcdctl} endpoint hashkv`)),
  ]);
});

describe('errors that nobody here knows', () => {
  test('are looked at by a person, on the first of the healthy', () =>
    expect(otherErrors(seen, ['a', 'b'], healthy, evidence)).toMatchObject({
      name: 'not-enough-seen',
      target: [],
      confidence: 'unsure',
      evidence,
      sentence: {
        en: 'etcd reports 2 alarms or errors unknown to this bot: a, b.',
        ko: 'etcd가 이 봇이 모르는 알람 또는 오류 2건을 알립니다: a, b.',
      },
      refused: {
        en: expect.stringContaining(
          `A person looks first. (1) what \`alarm list\` says: \`bosh -d ${deployment} ssh ${m1} -c '${etcdctl} alarm list'\` → `,
        ),
      },
    }));
  test('have a place to fill in where nobody is healthy', () =>
    expect(otherErrors(seen, ['a'], [], evidence).refused?.en).toContain(
      `ssh master/<id> -c '${etcdctl} alarm list'`,
    ));
});

test('a look in the middle of an election is taken again', () =>
  expect(unsettled(healthy, why, evidence)).toEqual({
    name: 'not-enough-seen',
    target: [],
    evidence,
    confidence: 'unsure',
    sentence: {
      en: 'The 3 healthy members were seen in the middle of a change, not twice the same: one; two.',
      ko: '정상노드 3대의 상태가 바뀌는 중에 점검되어 두 번의 결과가 같지 않습니다. one; 둘.',
    },
    refused: {
      en: 'The 3 healthy members were seen in the middle of a change, not twice the same: one; two. Ask again in a minute; an election takes seconds.',
      ko: '정상노드 3대의 상태가 바뀌는 중에 점검되어 두 번의 결과가 같지 않습니다. one; 둘. 1분 뒤 다시 점검하세요. 리더 선출은 몇 초면 끝납니다.',
    },
  }));
