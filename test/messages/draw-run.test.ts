import { describe, expect, test } from 'vitest';
import { parseAsk, parseRun } from '../../src/messages/button-value.ts';
import { drawRun } from '../../src/messages/draw-run.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import type { Run } from '../../src/runs/run.ts';
import {
  alice,
  approved,
  aRun,
  aStep,
  asked,
  began,
  digest,
  ended,
  healedRun,
  originalPlan,
  seoyeon,
  settled,
  started,
} from '../support/a-run.ts';
import { buttonsOf, readAloud } from '../support/block-texts.ts';

const message = (run: Run, key: string, locale: 'en' | 'ko' = 'en', live = '') => {
  const shown = live === '' ? null : { run: run.id, step: key.replace('step/', ''), text: live, lines: 1 };
  const drawn = drawRun(run, shown, locale).find(each => each.key === key);
  if (!drawn) throw new Error(`no ${key} among ${drawRun(run, null, locale).map(each => each.key)}`);
  return drawn;
};
const read = (...args: Parameters<typeof message>) => readAloud(message(...args).blocks);
const buttons = (run: Run, key: string) => buttonsOf(message(run, key).blocks);

describe('a step that is answered', () => {
  const answered = aRun(
    began('snapshot'),
    ended('snapshot'),
    settled('snapshot'),
    asked('move-leader'),
    approved('move-leader', alice),
  );
  test('says by whom and what is done now, and offers nothing but to abort', () => {
    expect(read(answered, 'step/move-leader')).toContain(
      'Approved by <@U0APPROVER2>, checking the state once more.',
    );
    expect(read(answered, 'step/move-leader', 'ko')).toContain(
      '승인: <@U0APPROVER2> · 상태를 한 번 더 확인하는 중입니다.',
    );
    expect(buttons(answered, 'step/move-leader').map(each => each.action_id)).toEqual(['pks_abort']);
    expect(read(answered, 'headline')).toContain('answered, in progress');
  });
  test('waits for the others where more are needed', () => {
    const half = aRun(
      began('snapshot'),
      ended('snapshot'),
      settled('snapshot'),
      asked('move-leader', { people: 2 }),
      approved('move-leader', alice),
    );
    expect(read(half, 'step/move-leader')).toContain('Waiting for approval 1 of 2: <@U0APPROVER2>');
    expect(buttons(half, 'step/move-leader').map(each => each.action_id)).toContain('pks_approve');
  });
});

describe('a window', () => {
  const plan = ['power-off-1', 'service-check', 'power-on-1'].map((id, at) =>
    aStep(id, { window: 'without-quorum', people: at === 0 ? 2 : 0 }),
  );
  const window = {
    steps: plan.map(({ id }) => ({ step: id, line: `govc ${id}`, digest: id, witness: {} })),
    safe: [{ after: 'power-off-1', step: 'undo-power-on-1', line: 'govc power-on-1', digest: 'x' }],
  };
  const run = aRun(started({ plan }), asked('power-off-1', { people: 2, window }));
  test('shows every command, numbered, with the state expected after it, one risk, and what an abort runs', () => {
    expect(read(run, 'step/power-off-1')).toMatchInlineSnapshot(`
      "✋ 1/3 power-off-1 / Waiting for approval 0 of 2
      Why you are asked: It changes the cluster; 2 of 3 members stay healthy.
      Risk: None known.
      ✓ 2 of 2 conditions hold, read just now · the command1. power-off-1 / govc power-off-1 / Expected then: Read back from the Director. / 2. service-check / govc service-check / Expected then: Read back from the Director. / 3. power-on-1 / govc power-on-1 / Expected then: Read back from the Director. / If it stops half-way, Abort runs:  / govc power-on-1 / ✓ 2 of 3 members are healthy and agree / ✓ no task and no lock on the deployment
      ApproveApprove this command?3 commands, first power-off-1 — It changes the cluster; 2 of 3 members stay healthy.ApproveBack  AbortAbort this run?No further step starts. What has been done so far stays as it is, and the summary says so.AbortBack"
    `);
    expect(read(run, 'step/power-off-1', 'ko')).toMatchInlineSnapshot(`
      "✋ 1/3 power-off-1 / 승인 대기 0/2
      승인이 필요한 이유: 클러스터를 변경합니다. 3대 중 2대는 정상으로 유지됩니다.
      위험: 알려진 위험 없음.
      ✓ 조건 2개 중 2개 충족(방금 확인) · 명령1. power-off-1 / govc power-off-1 / 예상 상태: Director에서 결과를 다시 확인. / 2. service-check / govc service-check / 예상 상태: Director에서 결과를 다시 확인. / 3. power-on-1 / govc power-on-1 / 예상 상태: Director에서 결과를 다시 확인. / 도중에 멈추면 중단이 실행하는 명령:  / govc power-on-1 / ✓ 3대 중 2대 정상, 서로 일치 / ✓ 배포에 실행 중인 태스크·락 없음
      승인이 명령을 승인할까요?명령 3개, 첫 명령 power-off-1 — 클러스터를 변경합니다. 3대 중 2대는 정상으로 유지됩니다.승인돌아가기  중단이 복구를 중단할까요?이후 단계는 시작하지 않습니다. 지금까지 수행한 내용은 그대로 남고 요약에 기록됩니다.중단돌아가기"
    `);
  });
  test('its confirmation counts its commands', () =>
    expect(JSON.stringify(message(run, 'step/power-off-1').blocks)).toContain('3 commands, first '));
  test('of its steps the plan says that the first asks for all', () =>
    expect(read(run, 'headline')).toContain('3. power-on-1 · asked together with the one before'));
});

describe('the headline', () => {
  test('says at first that nothing has run, and what every step will do', () => {
    const text = read(aRun(started()), 'headline');
    expect(text).toMatchInlineSnapshot(`
      "🛟 etcd recovery · dev-1 · planned, nothing has run yet
      run 7f3a · asked by <@U0ONCALL> · cure: gentle · 03:29:11 UTC
      master/9b8ad6e0 lost its raft log: tocommit(48213) is out of range [lastIndex(0)], member/ is there; the other two are healthy and agree. / What it costs: Writes pause for 0.01 to 0.14 s (measured, 11 of 11 healed). / Nothing has run yet: each change waits in the thread for approval.
      Plan: 5 steps / 1. Snapshot of a healthy follower · runs by itself / 2. Move the leader to master/8cdf6298 · asks 1 person
      Every step, costs, who approves1. Snapshot of a healthy follower · runs by itself / bosh -d service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4 ssh master/8cdf6298-e50a-4dc3-997b-b7e14502cc57 --results --json -c 'sudo sh -c … /var/vcap/store/pks-rescue/7f3a.db' / Risk: It holds every Secret of the cluster; kept 0600. / Before: Two healthy members agree. / After: Read back from the Director. / 2. Move the leader to master/8cdf6298 · asks 1 person / bosh -d service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4 ssh master/774bfafe-67a2-406b-9ee5-a8db68f2e694 --results --json -c 'sudo ETCDCTL_API=3 LOCAL=true /var/vcap/jobs/etcd/bin/etcdctl move-leader 91bc3c398fb3c146' / Risk: Writes pause for 0.01 to 0.14 s. / Before: Two healthy members agree. / After: Read back from the Director. / 3. Recreate master/9b8ad6e0 without converging · asks 1 person / bosh -n --tty --no-color -d service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4 recreate master/9b8ad6e0-a438-4033-9767-46c586fb4771 --no-converge / Risk: Its VM is gone for some minutes; 2 of 3 stay. / Before: Two healthy members agree. / After: Read back from the Director. / 4. Hold for 60 s · runs by itself / etcdctl endpoint status, hashkv and health on three masters, for 60 s / Risk: None known. / Before: Two healthy members agree. / After: Read back from the Director. / 5. Backup with bbr · runs by itself / ./bbr_pks_one_cluster_backup.sh service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4 / Risk: None known. / Before: Two healthy members agree. / After: Read back from the Director. / What it costs: Writes pause for 0.01 to 0.14 s (measured, 11 of 11 healed). No healthy master stops. / Reading, snapshot, backup and checks run by themselves. One check writes a canary key outside /registry and deletes it again. / Approvals: any approver except who asked or took over: <@U0ONCALL>. Two different people where two are asked for. / bosh 7.10.4
      Abort the runAbort this run?No further step of this plan starts. A command that runs now is asked to stop, and the card says what became of it.AbortGo on  Take overTake this run over?You become its owner: you may ask again and abort, and your own approvals of it do not count.Take overBack"
    `);
  });
  test('speaks Korean', () => {
    expect(read(aRun(started()), 'headline', 'ko')).toMatchInlineSnapshot(`
      "🛟 etcd 복구 · dev-1 · 계획만 작성됨(실행 전)
      run 7f3a · 요청: <@U0ONCALL> · 방법: gentle · 03:29:11 UTC
      master/9b8ad6e0의 raft 로그가 유실됐습니다: tocommit(48213) is out of range [lastIndex(0)], member/ 는 남아 있고 나머지 두 멤버는 정상이며 서로 일치합니다. / 영향: 쓰기가 0.01~0.14초 멈춥니다(실측, 11회 중 11회 복구). / 아직 실행한 것은 없습니다. 변경 작업은 매번 스레드에서 승인을 받습니다.
      계획: 5단계 / 1. 정상 팔로워에서 스냅샷 · 자동 실행 / 2. 리더를 master/8cdf6298로 이동 · 승인 1명 필요
      전체 단계, 영향, 승인자1. 정상 팔로워에서 스냅샷 · 자동 실행 / bosh -d service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4 ssh master/8cdf6298-e50a-4dc3-997b-b7e14502cc57 --results --json -c 'sudo sh -c … /var/vcap/store/pks-rescue/7f3a.db' / 위험: 클러스터의 모든 Secret이 들어 있으며 0600으로 보관합니다. / 실행 전 조건: 정상노드 두 대가 서로 일치. / 실행 후 확인: Director에서 결과를 다시 확인. / 2. 리더를 master/8cdf6298로 이동 · 승인 1명 필요 / bosh -d service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4 ssh master/774bfafe-67a2-406b-9ee5-a8db68f2e694 --results --json -c 'sudo ETCDCTL_API=3 LOCAL=true /var/vcap/jobs/etcd/bin/etcdctl move-leader 91bc3c398fb3c146' / 위험: 쓰기가 0.01~0.14초 멈춥니다. / 실행 전 조건: 정상노드 두 대가 서로 일치. / 실행 후 확인: Director에서 결과를 다시 확인. / 3. master/9b8ad6e0 recreate(--no-converge) · 승인 1명 필요 / bosh -n --tty --no-color -d service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4 recreate master/9b8ad6e0-a438-4033-9767-46c586fb4771 --no-converge / 위험: 해당 VM이 몇 분간 내려갑니다. 3대 중 2대 유지. / 실행 전 조건: 정상노드 두 대가 서로 일치. / 실행 후 확인: Director에서 결과를 다시 확인. / 4. 60초 안정 확인 · 자동 실행 / etcdctl endpoint status, hashkv and health on three masters, for 60 s / 위험: 알려진 위험 없음. / 실행 전 조건: 정상노드 두 대가 서로 일치. / 실행 후 확인: Director에서 결과를 다시 확인. / 5. bbr 백업 · 자동 실행 / ./bbr_pks_one_cluster_backup.sh service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4 / 위험: 알려진 위험 없음. / 실행 전 조건: 정상노드 두 대가 서로 일치. / 실행 후 확인: Director에서 결과를 다시 확인. / 영향: 쓰기가 0.01~0.14초 멈춥니다(실측, 11회 중 11회 복구). 정상노드는 멈추지 않습니다. / 조회·스냅샷·백업·점검은 자동으로 진행합니다. 점검 중 하나는 /registry 밖에 카나리 키를 쓰고 다시 지웁니다. / 승인자가 승인하며, 요청·인수한 <@U0ONCALL> 님은 제외됩니다. 2명이 필요한 단계는 서로 다른 두 사람이 승인해야 합니다. / bosh 7.10.4
      복구 중단이 복구를 중단할까요?이후 단계는 시작하지 않습니다. 실행 중인 명령에는 취소를 요청하고, 결과는 카드에 남깁니다.중단계속  인수이 복구를 인수할까요?담당자가 됩니다. 다시 요청하거나 중단할 수 있고, 본인의 승인은 이 복구에서 인정되지 않습니다.인수돌아가기"
    `);
  });
  test('never says that a change runs while it is only looked at before anybody is asked', () => {
    const run = aRun(began('snapshot'), ended('snapshot'), settled('snapshot'));
    const [headline] = drawRun(run, null, 'en');
    expect(readAloud(headline?.blocks ?? [])).toContain('looked at first, not begun');
    const [running] = drawRun(aRun(began('snapshot')), null, 'en');
    expect(readAloud(running?.blocks ?? [])).not.toContain('looked at first');
  });

  test('offers to abort while the run lives, and nothing once it has ended', () => {
    const [abort, takeOver, ...others] = buttons(aRun(started()), 'headline');
    expect(takeOver?.action_id).toBe('pks_takeover');
    expect(others).toEqual([]);
    expect(parseRun(abort?.value ?? '')).toEqual({ run: '7f3a' });
    expect(buttons(healedRun(), 'headline')).toEqual([]);
  });
  test('a plan too long for one message keeps every step there, and stands in full in the thread', () => {
    const run = aRun(started({ plan: originalPlan, cure: 'disk-loss-original' }));
    const drawn = drawRun(run, null, 'en');
    const thread = drawn
      .filter(each => each.key.startsWith('plan/'))
      .map(each => readAloud(each.blocks))
      .join('\n');
    for (const [index, step] of originalPlan.entries()) {
      expect(read(run, 'headline')).toContain(`${index + 1}. ${step.title.en}`);
      expect(thread).toContain(step.line);
      expect(thread).toContain(step.risk.en);
    }
  });
});

test('a take-over is told to the thread, with a word to the owner before, and stands on the headline', () => {
  const run = aRun(
    { kind: 'taken-over', by: seoyeon, via: 'button' },
    { kind: 'taken-over', by: alice, via: 'slash' },
  );
  expect(read(run, 'taken-over/0')).toContain('<@U0APPROVER1> took this run over from <@U0ONCALL>.');
  expect(read(run, 'taken-over/1')).toContain('<@U0APPROVER2> took this run over from <@U0APPROVER1>.');
  expect(message(run, 'taken-over/0').inThread).toBe(true);
  expect(read(run, 'headline')).toContain('asked by <@U0ONCALL> · owner: <@U0APPROVER2>');
  expect(read(run, 'headline')).toContain(
    'who asked or took over: <@U0ONCALL>, <@U0APPROVER1>, <@U0APPROVER2>',
  );
});

test('who takes over or aborts brings no plan into the thread that was not there before: it would push the open ask up', () => {
  const keys = (run: Run) => drawRun(run, null, 'en').filter(each => each.key.startsWith('plan/')).length;
  for (let length = 0; length < 700; length += 10) {
    const plan = originalPlan.map(step => ({ ...step, risk: { en: 'r'.repeat(length), ko: '' } }));
    const run = started({ plan, cure: 'move-leader' });
    const taken = [seoyeon, alice].map(by => ({ kind: 'taken-over', by, via: 'button' }) as const);
    const before = keys(aRun(run));
    expect(keys(aRun(run, ...taken))).toBe(before);
    expect(keys(aRun(run, { kind: 'abort-requested', by: alice, via: 'slash', unverified: true }))).toBe(
      before,
    );
  }
});

test('an abort by somebody whom Slack did not vouch for says so', () => {
  const by = { kind: 'abort-requested', by: alice, via: 'slash' } as const;
  expect(read(aRun({ ...by, unverified: true }), 'headline')).toContain('not verified');
  expect(read(aRun(by), 'headline')).not.toContain('not verified');
});

describe('a step', () => {
  const asking = aRun(asked('move-leader'));

  test('that waits shows who is asked and why, the command, and the checks', () => {
    expect(read(asking, 'step/move-leader')).toMatchInlineSnapshot(`
      "✋ 2/5 Move the leader to master/8cdf6298 / Waiting for approval 0 of 1
      Why you are asked: It changes the cluster; 2 of 3 members stay healthy.
      Risk: Writes pause for 0.01 to 0.14 s.
      ✓ 2 of 2 conditions hold, read just now · the commandbosh -d service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4 ssh master/774bfafe-67a2-406b-9ee5-a8db68f2e694 --results --json -c 'sudo ETCDCTL_API=3 LOCAL=true /var/vcap/jobs/etcd/bin/etcdctl move-leader 91bc3c398fb3c146' / Read back afterwards: Read back from the Director. / ✓ 2 of 3 members are healthy and agree / ✓ no task and no lock on the deployment
      Approve  AbortAbort this run?No further step starts. What has been done so far stays as it is, and the summary says so.AbortBack"
    `);
    expect(read(asking, 'step/move-leader', 'ko')).toMatchInlineSnapshot(`
      "✋ 2/5 리더를 master/8cdf6298로 이동 / 승인 대기 0/1
      승인이 필요한 이유: 클러스터를 변경합니다. 3대 중 2대는 정상으로 유지됩니다.
      위험: 쓰기가 0.01~0.14초 멈춥니다.
      ✓ 조건 2개 중 2개 충족(방금 확인) · 명령bosh -d service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4 ssh master/774bfafe-67a2-406b-9ee5-a8db68f2e694 --results --json -c 'sudo ETCDCTL_API=3 LOCAL=true /var/vcap/jobs/etcd/bin/etcdctl move-leader 91bc3c398fb3c146' / 실행 후 확인: Director에서 결과를 다시 확인. / ✓ 3대 중 2대 정상, 서로 일치 / ✓ 배포에 실행 중인 태스크·락 없음
      승인  중단이 복구를 중단할까요?이후 단계는 시작하지 않습니다. 지금까지 수행한 내용은 그대로 남고 요약에 기록됩니다.중단돌아가기"
    `);
  });
  test('its buttons carry what was looked at', () => {
    const [approve, abort] = buttons(asking, 'step/move-leader');
    expect(approve).toMatchObject({ action_id: 'pks_approve', style: 'primary' });
    expect(abort).toMatchObject({ action_id: 'pks_abort', style: 'danger' });
    expect(parseAsk(approve?.value ?? '')).toEqual({
      run: '7f3a',
      step: 'move-leader',
      attempt: 1,
      nonce: digest.slice(0, 16),
    });
    expect(message(asking, 'step/move-leader').urgent).toBe(true);
  });
  test('that asks two people counts them, and each sees command and danger once more', () => {
    const why = { en: 'This leaves 1 of 3 members: writes stop.', ko: '3대 중 1대만 남아 쓰기가 멈춥니다.' };
    const run = aRun(asked('move-leader', { people: 2, why }), approved('move-leader', seoyeon));
    expect(read(run, 'step/move-leader')).toContain('Waiting for approval 1 of 2: <@U0APPROVER1>');
    const confirm = buttons(run, 'step/move-leader')[0]?.confirm?.text.text;
    expect(confirm).toContain(why.en);
    expect(confirm).toContain('move-leader 91bc3c398fb3c146');
  });
  test('a guard that says no comes first', () => {
    const guards = [
      { name: 'a', ok: true, words: { en: 'fine', ko: '정상' } },
      { name: 'b', ok: false, words: { en: '1 of 3 members healthy', ko: '3대 중 1대 정상' } },
    ];
    expect(read(aRun(asked('move-leader', { guards })), 'step/move-leader')).toMatch(
      /✗ 1 of 3 members healthy\n✗ 1 of 2 conditions hold, read just now.*✓ fine/,
    );
  });
  test('shows what made an approval void, and who had given it', () => {
    const run = aRun(asked('move-leader'), approved('move-leader', seoyeon), {
      kind: 'voided',
      step: 'move-leader',
      attempt: 1,
      differences: [
        { en: 'the VM is another: dd04187297f4, now 77aa', ko: 'VM이 바뀜: dd04187297f4 → 77aa' },
      ],
    });
    expect(read(run, 'step/move-leader')).toContain(
      'no longer counts: (<@U0APPROVER1>) / the VM is another: dd04187297f4, now 77aa',
    );
    const again = aRun(
      asked('move-leader'),
      { kind: 'voided', step: 'move-leader', attempt: 1, differences: [] },
      asked('move-leader', { attempt: 2 }),
    );
    expect(parseAsk(buttons(again, 'step/move-leader')[0]?.value ?? '')?.attempt).toBe(2);
  });
  test('that runs streams the end of what it prints, with abort beside it', () => {
    const run = aRun(began('recreate'), { kind: 'task', step: 'recreate', attempt: 1, task: '204518' });
    const text = read(run, 'step/recreate', 'en', `${'old line\n'.repeat(500)}newest line`);
    expect(text).toContain('bosh task 204518');
    expect(text).toContain('newest line');
    expect(text.length).toBeLessThan(3000);
    expect(buttons(run, 'step/recreate').map(each => each.action_id)).toEqual(['pks_abort']);
  });
  test('that is over says what was read back, who approved, and the proof of its log; no button stays', () => {
    const run = aRun(
      asked('recreate'),
      approved('recreate', alice),
      began('recreate'),
      ended('recreate'),
      settled('recreate'),
    );
    expect(read(run, 'step/recreate')).toMatchInlineSnapshot(`
      "✅ 3/5 Recreate master/9b8ad6e0 without converging · done
      Read back: master/8cdf6298 leads, master/9b8ad6e0 has joined.
      The commandbosh -n --tty --no-color -d service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4 recreate master/9b8ad6e0-a438-4033-9767-46c586fb4771 --no-converge
      Figures and last outputLeader: master/8cdf6298 / Task 204518 | 03:49:41 | Updating instance master: master/9b8ad6e0 / Task 204518 done / Succeeded
      Approved by <@U0APPROVER2>
      exit 0 · 4.2 s · 12 lines · sha256 d2a84f4b8b650937"
    `);
    expect(buttons(run, 'step/recreate')).toEqual([]);
  });
  test('whose turn it is stands there before anything is written of it, with abort beside it', () => {
    expect(read(aRun(started()), 'step/snapshot', 'en', 'reading for 12 s\n')).toMatch(
      /1\/5 .* In progress since [\s\S]*reading for 12 s/,
    );
    expect(buttons(aRun(started()), 'step/snapshot').map(each => each.action_id)).toEqual(['pks_abort']);
  });
  test('that asks has no message before its ask, for people are told of new messages alone', () => {
    const snapshot = [began('snapshot'), settled('snapshot')];
    const keys = (run: Run) => drawRun(run, null, 'en').map(each => each.key);
    expect(keys(aRun(...snapshot))).toEqual(['headline', 'step/snapshot']);
    const to = [{ group: 'S0APPROVERS' }];
    const first = aRun(...snapshot, asked('move-leader', { to }));
    expect(keys(first)).toEqual(['headline', 'step/snapshot', 'step/move-leader', 'ask/move-leader/1']);
    expect(read(first, 'step/move-leader')).toContain('<!subteam^S0APPROVERS> your answer is needed.');
    const [, , card, line] = drawRun(first, null, 'en');
    expect([card?.inThread, line?.inThread]).toEqual([true, false]);
    expect(readAloud(line?.blocks ?? [])).toContain('Move the leader to master/8cdf6298 waits for an answer');
  });
  test('asked again is a new message, and the one before says so, without buttons or a mention', () => {
    const to = [{ group: 'S0APPROVERS' }];
    const run = aRun(
      asked('move-leader', { to }),
      { kind: 'called', step: 'move-leader', attempt: 1, n: 1, to, page: false },
      { kind: 'voided', step: 'move-leader', attempt: 1, differences: [] },
      asked('move-leader', { to, attempt: 2 }),
    );
    expect(buttons(run, 'step/move-leader')).toEqual([]);
    for (const key of ['step/move-leader', 'ask/move-leader/1'])
      expect(read(run, key)).toMatch(/: goes on further down/);
    expect(read(run, 'call/move-leader/1/1')).toContain('was called while this waited');
    expect(buttons(run, 'step/move-leader/2').map(each => each.action_id)).toEqual([
      'pks_approve',
      'pks_abort',
    ]);
    expect(read(run, 'step/move-leader/2')).toContain('<!subteam^S0APPROVERS>');
  });
  test('whose ask has expired says so in a new message, and offers to ask again', () => {
    const to = [{ group: 'S0APPROVERS' }];
    const run = aRun(asked('move-leader', { to }), { kind: 'expired', step: 'move-leader', attempt: 1 });
    expect(read(run, 'expired/move-leader/1')).toMatch(/^<!subteam\^S0APPROVERS> .* expired: what was given/);
    expect(read(run, 'step/move-leader')).toContain('Expired without enough answers');
    const offered = buttons(run, 'step/move-leader');
    expect(offered.map(each => each.action_id)).toEqual(['pks_again', 'pks_abort']);
    expect(read(run, 'step/move-leader')).toContain('Ask again');
  });
  test('that nobody answers says so in a new message, with what the wait costs', () => {
    const to = [{ user: 'U0APPROVER1' }];
    const members = { healthy: 1, down: 2, quorum: 2, of: 3 };
    const call = { kind: 'called', step: 'move-leader', attempt: 1, to, members, page: true } as const;
    const run = aRun(
      asked('move-leader', { to }),
      { ...call, n: 1, noWritesSeconds: 190 },
      { ...call, n: 2 },
    );
    expect(read(run, 'call/move-leader/1/1')).toBe(
      '<@U0APPROVER1> ✋ 2/5 Move the leader to master/8cdf6298 still waits for an answer, for 2 s. Answer on the card above. etcd has taken no writes for 3 min 10 s (1 of 3 members are healthy). The pager was called.',
    );
    expect(read(run, 'call/move-leader/1/1', 'ko')).toContain(
      'etcd가 3분 10초 동안 쓰기를 받지 못하고 있습니다',
    );
    expect(read(run, 'call/move-leader/1/2')).toContain('etcd takes no writes now (1 of 3');
  });
  test('that had its turn keeps its message when the plan is replaced, and the new plan goes on below', () => {
    const plan = [aStep('power-on-again')];
    const replanned: RunEvent = { kind: 'replanned', words: { en: 'Aborted.', ko: '중단.' }, plan };
    const run = aRun(
      began('snapshot'),
      settled('snapshot'),
      asked('move-leader'),
      replanned,
      asked('power-on-again'),
    );
    expect(drawRun(run, null, 'en').map(each => each.key)).toEqual([
      'headline',
      'step/snapshot',
      'step/move-leader',
      'replanned/0',
      'step/power-on-again',
    ]);
    expect(read(run, 'step/move-leader')).toContain('Not done: the plan changed.');
    expect(buttons(run, 'step/move-leader')).toEqual([]);
  });
  test('whose end nobody knows asks a person, with the answers as buttons', () => {
    const options = ['happened', 'again', 'abort'] as const;
    const run = aRun(began('recreate'), asked('recreate', { attempt: 2, ask: 'settle', options }));
    expect(buttons(run, 'step/recreate').map(each => each.action_id)).toEqual([
      'pks_happened',
      'pks_again',
      'pks_abort',
    ]);
  });
});

describe('the thread', () => {
  test('ends with who approved what, how long it took and the hashes before and after', () => {
    expect(read(healedRun(), 'summary')).toMatchInlineSnapshot(`
      "✅ Summary: healed
      Healed: three members with one hash (3141592653), one leader, one term.
      Altogether: 42 s / Asked by <@U0ONCALL> · gentle / Hash before: 3141592653 @ revision 41007 / Hash after: 2718281828 @ revision 41390 / Longest write gap seen: 0.1 s / Resurrection: untouched
      Each stepStep | Result | Took | Approved by | 1. Snapshot of a healthy follower | ✅ done | 4 s | by itself | 2. Move the leader to master/8cdf6298 | ✅ done | 4 s | seoyeon | 3. Recreate master/9b8ad6e0 without converging | ✅ done | 6 s | alice | 4. Hold for 60 s | ✅ done | 4 s | by itself | 5. Backup with bbr | ✅ done | 4 s | by itself"
    `);
    expect(read(healedRun(), 'summary', 'ko')).toMatchInlineSnapshot(`
      "✅ 요약: 복구 완료
      복구 완료: 세 멤버의 해시가 같고(3141592653) 리더와 term이 하나입니다.
      전체 소요: 42초 / 요청: <@U0ONCALL> · gentle / 복구 전 해시: 3141592653 @ revision 41007 / 복구 후 해시: 2718281828 @ revision 41390 / 관측된 최장 쓰기 공백: 0.1초 / Resurrection: 변경하지 않음
      단계별 결과단계 | 결과 | 소요 | 승인자 | 1. 정상 팔로워에서 스냅샷 | ✅ 완료 | 4초 | 자동 | 2. 리더를 master/8cdf6298로 이동 | ✅ 완료 | 4초 | seoyeon | 3. master/9b8ad6e0 recreate(--no-converge) | ✅ 완료 | 6초 | alice | 4. 60초 안정 확인 | ✅ 완료 | 4초 | 자동 | 5. bbr 백업 | ✅ 완료 | 4초 | 자동"
    `);
  });
  test('stands in the order in which things happened', () => {
    const run = aRun(
      began('snapshot'),
      settled('snapshot'),
      { kind: 'noted', step: null, words: { en: 'The bot restarted.', ko: '봇이 재시작되었습니다.' } },
      asked('move-leader'),
    );
    expect(drawRun(run, null, 'en').map(each => each.key)).toEqual([
      'headline',
      'step/snapshot',
      'note/0',
      'step/move-leader',
    ]);
  });
  test('the same run draws the same messages, and new content gets new block ids', () => {
    expect(drawRun(healedRun(), null, 'en')).toEqual(drawRun(healedRun(), null, 'en'));
    const before = message(aRun(asked('recreate')), 'step/recreate').blocks[0]?.block_id;
    const after = message(aRun(asked('recreate'), approved('recreate', alice)), 'step/recreate').blocks[0]
      ?.block_id;
    expect(after).not.toBe(before);
  });
});

describe('a forged sentence', () => {
  test('in what a tool printed is only text', () => {
    const forged = '```\n*Approved by @cto* <!channel> <https://evil.example|Approve>';
    const run = aRun(
      asked('recreate'),
      began('recreate'),
      ended('recreate', { tail: forged }),
      settled('recreate', { words: { en: forged, ko: forged } }),
    );
    const { blocks, text } = message(run, 'step/recreate');
    expect(text).toContain('&lt;!channel&gt; &lt;https://evil.example|Approve&gt;');
    expect(JSON.stringify(blocks)).not.toMatch(/mrkdwn|broadcast|"link"/);
  });
});
