import { describe, expect, test } from 'vitest';
import { parseCluster } from '../../src/messages/button-value.ts';
import { statusCard } from '../../src/messages/status-card.ts';
import { watchCard } from '../../src/messages/watch-card.ts';
import { aCluster, aVerdict, leader, looked, victim } from '../support/a-cluster.ts';
import { aRun, gentlePlan } from '../support/a-run.ts';
import { buttonsOf, readAloud } from '../support/block-texts.ts';

const read = (...args: Parameters<typeof statusCard>) => readAloud(statusCard(...args).blocks);

describe('a cluster at one glance', () => {
  test('the verdict, the quorum and what to do come first, then who is where, then the evidence', () => {
    expect(read(looked(), gentlePlan, 'en')).toMatchInlineSnapshot(`
      "🟠 dev-1: raft log lost
      master/9b8ad6e0 lost its raft log: tocommit(48213) is out of range [lastIndex(0)], member/ is there; the other two are healthy and agree. / 2 of 3 masters healthy (quorum is 2): one more loss stops all writes. / Read at 03:29:11 UTC
      ✗ 9b8ad6e0 ░░░░ etcd gives no answer / ★ 774bfafe ████ term 7 index 48213 leader / ● 8cdf6298 ████ term 7 index 48213 follower
      What to do: gentle (moves the leader, recreates the one VM). /pks recover dev-1 posts a plan; nothing runs before somebody approves. What it costs: Writes pause for 0.01 to 0.14 s (measured, 11 of 11 healed).
      Its 5 steps, and other curesSnapshot of a healthy follower / Move the leader to master/8cdf6298 (asks one person) / Recreate master/9b8ad6e0 without converging (asks one person) / Hold for 60 s / Backup with bbr / Also allowed: original (the original runbook: stops all writes). Writes pause 1 to 4 s at the first power-off and stop from the second until a power-on: 10 to 17 s at best, minutes on real VMs.
      ⚠️ Watch out / fluentd is broken as well: the ephemeral disk needs a recreate after etcd is healthy.
      Each master in figuresdev-1 | ❌ master/9b8ad6e0 | ✅ master/774bfafe | ✅ master/8cdf6298 | AZ | pks-az1 | pks-az3 | pks-az2 | IP | 127.28.3.2 | 127.28.3.4 | 127.28.3.3 | BOSH state | failing | running | running | not running | etcd (Execution failed), fluentd (not monitored) | none | none | etcd | no answer | healthy | healthy | role | – | leader | follower | raft term | – | 7 | 7 | raft index | – | 48213 | 48213 | revision | – | 41007 | 41007 | db size | – | 25.4 MB | 25.4 MB | alarms | – | none | none | VM CID | …dd04187297f4 | …5b1e0d7a93c2 | …c07f42e81ab6
      Evidencemaster/9b8ad6e0 log: tocommit… / master/9b8ad6e0 files: member… / hash 3141592653 at revision 4…
      What prevents the next oneSpace quota used: not known / Fragmentation: not known / Certificates: not read on mas… / Last good backup: none by thi… / Last good snapshot: none by t… / Starts of etcd in the last ho…
      VMs, disks, files, tasks and locksmaster/9b8ad6e0 · master_service-instance-56c19… · disk disk-dd04187297f4 · desired state started · not ignored · bootstrap instance… / master/774bfafe · master_service-instance-56c19… · disk disk-5b1e0d7a93c2 · desired state started · not ignored · files not read / master/8cdf6298 · master_service-instance-56c19… · disk disk-c07f42e81ab6 · desired state started · not ignored · files not read / resurrection: on / deployment: service-instance_…
      Start recovery (gentle)  Start recovery (original)  Read again"
    `);
  });
  test('in Korean', () => {
    expect(read(looked(), gentlePlan, 'ko')).toMatchInlineSnapshot(`
      "🟠 dev-1: raft 로그 유실
      master/9b8ad6e0의 raft 로그가 유실됐습니다: tocommit(48213) is out of range [lastIndex(0)], member/ 는 남아 있고 나머지 두 멤버는 정상이며 서로 일치합니다. / 마스터 3대 중 2대 정상(쿼럼 2): 한 대만 더 내려가면 쓰기가 멈춥니다. / 조회 시각: 03:29:11 UTC
      ✗ 9b8ad6e0 ░░░░ etcd 응답 없음 / ★ 774bfafe ████ term 7 index 48213 리더 / ● 8cdf6298 ████ term 7 index 48213 팔로워
      조치: gentle (리더를 옮기고 VM 1대만 재생성). /pks recover dev-1 는 계획만 올립니다. 승인 전에는 아무것도 실행하지 않습니다. 영향: 쓰기가 0.01~0.14초 멈춥니다(실측, 11회 중 11회 복구).
      5단계와 다른 방법정상 팔로워에서 스냅샷 / 리더를 master/8cdf6298로 이동 (승인 1명) / master/9b8ad6e0 recreate(--no-converge) (승인 1명) / 60초 안정 확인 / bbr 백업 / 다른 방법: original (기존 런북대로: 쓰기가 모두 멈춤). 첫 번째 전원 끄기에서 쓰기가 1~4초 멈추고, 두 번째부터 다시 켤 때까지 중단됩니다(빨라야 10~17초, 실제 VM은 몇 분).
      ⚠️ 주의 / fluentd도 이상 상태입니다. etcd가 정상화된 뒤 recreate로 임시 디스크를 복구해야 합니다.
      마스터별 상세 수치dev-1 | ❌ master/9b8ad6e0 | ✅ master/774bfafe | ✅ master/8cdf6298 | AZ | pks-az1 | pks-az3 | pks-az2 | IP | 127.28.3.2 | 127.28.3.4 | 127.28.3.3 | BOSH 상태 | failing | running | running | 비정상 프로세스 | etcd (Execution failed), fluentd (not monitored) | 없음 | 없음 | etcd | 응답 없음 | 정상 | 정상 | 역할 | – | 리더 | 팔로워 | raft term | – | 7 | 7 | raft index | – | 48213 | 48213 | revision | – | 41007 | 41007 | DB 크기 | – | 25.4 MB | 25.4 MB | 알람 | – | 없음 | 없음 | VM CID | …dd04187297f4 | …5b1e0d7a93c2 | …c07f42e81ab6
      근거master/9b8ad6e0 log: tocommit(48213) is out of range [lastIndex(0)]. Was the raft log corrupted, truncated, or lost? / master/9b8ad6e0 files: member/ present, 0 wal files / master/774bfafe와 master/8cdf6298: revision 41007의 해시 3141592653
      예방 점검공간 quota 사용률: 알 수 없음 / 단편화: 알 수 없음 / 인증서: master/9b8ad6e0, master/774bfafe, master/8cdf6298에서 읽지 못함 / 마지막 정상 백업: 이 봇이 만든 기록이 없음(다른 방법으로 만든 것은 알 수 없음) / 마지막 정상 스냅샷: 이 봇이 만든 기록이 없음(다른 방법으로 만든 것은 알 수 없음) / 최근 1시간 etcd 기동: master/9b8ad6e0 알 수 없음, master/774bfafe 알 수 없음, master/8cdf6298 알 수 없음
      VM, 디스크, 파일, task, lockmaster/9b8ad6e0 · master_service-instance-56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4_dd04187297f4 · 디스크 disk-dd04187297f4 · 목표 상태 started · ignore 아님 · 부트스트랩 인스턴스 · 파일을 읽지 못함 / master/774bfafe · master_service-instance-56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4_5b1e0d7a93c2 · 디스크 disk-5b1e0d7a93c2 · 목표 상태 started · ignore 아님 · 파일을 읽지 못함 / master/8cdf6298 · master_service-instance-56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4_c07f42e81ab6 · 디스크 disk-c07f42e81ab6 · 목표 상태 started · ignore 아님 · 파일을 읽지 못함 / resurrection: on / deployment: service-instance_56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4
      복구 시작 (gentle)  복구 시작 (original)  다시 확인"
    `);
  });
  test('where a person must act each command is one block, in order, with what to see before the next', () => {
    const move = (command: string) => ({
      command,
      words: { en: `run \`${command}\``, ko: `\`${command}\` 실행` },
      see: { en: 'it ends well', ko: '정상 종료' },
    });
    const byHand = {
      caution: { en: 'Restart nothing.', ko: '재시작하지 마세요.' },
      moves: [move('/pks snapshot dev-1'), move('bosh -d d ssh x')],
    };
    const refused = { en: 'not shown here', ko: '' };
    const verdict = aVerdict({ name: 'quorum-lost', proposed: null, allowed: [], refused, byHand });
    const { blocks } = statusCard(looked({ verdict }), [], 'en');
    expect(readAloud(blocks)).toContain(
      'What to do: Restart nothing. / 1. run /pks snapshot dev-1 / /pks snapshot dev-1 / Before the next, see: it ends well / 2. run bosh -d d ssh x',
    );
    expect(readAloud(blocks)).not.toContain('not shown here');
    const pasted = blocks.flatMap(block =>
      block.type === 'rich_text' ? block.elements.filter(each => each.type === 'rich_text_preformatted') : [],
    );
    expect(pasted.slice(1).map(each => JSON.stringify(each.elements))).toEqual([
      expect.stringContaining('"/pks snapshot dev-1"'),
      expect.stringContaining('"bosh -d d ssh x"'),
    ]);
  });
  test('each allowed cure has a button, the proposed one first in sight', () => {
    const buttons = buttonsOf(statusCard(looked(), gentlePlan, 'en').blocks);
    expect(buttons.map(each => [each.action_id, each.style])).toEqual([
      ['pks_start', 'primary'],
      ['pks_start:disk-loss-original', undefined],
      ['pks_refresh', undefined],
    ]);
    expect(parseCluster(buttons[1]?.value ?? '')).toEqual({ cluster: 'dev-1', cure: 'disk-loss-original' });
  });
  test('where no cure may run it says why, and offers to save what still answers', () => {
    const verdict = aVerdict({
      name: 'quorum-lost',
      proposed: null,
      allowed: [],
      healthy: [leader],
      refused: { en: '1 of 3 healthy: restore from a snapshot.', ko: '3대 중 1대 정상: 스냅샷 복원 필요.' },
    });
    const text = read(looked({ verdict }), [], 'en');
    expect(text).toContain('1 of 3 masters healthy (quorum is 2): no quorum, etcd takes no writes.');
    expect(text).toContain('1 of 3 healthy: restore from a snapshot.');
    expect(buttonsOf(statusCard(looked({ verdict }), [], 'en').blocks).map(each => each.action_id)).toEqual([
      'pks_snapshot',
      'pks_refresh',
    ]);
  });
  test('while sources are missing it says so and offers nothing', () => {
    const { blocks } = statusCard(looked({ complete: false }), [], 'en');
    expect(readAloud(blocks)).toContain('still reading');
    expect(buttonsOf(blocks)).toEqual([]);
  });
  test('a run at work is pointed at', () => {
    const text = read(looked({ run: aRun() }), [], 'en');
    expect(text).toContain('A run is at work on this cluster: 7f3a');
  });
  test('what could not be read is named', () => {
    const seen = aCluster({ unread: [{ what: 'locks', why: 'Director answered 503' }] });
    expect(read(looked({ seen }), [], 'en')).toContain('locks: Director answered 503');
  });
  test('there is one table, one column a master', () => {
    const tables = statusCard(looked(), gentlePlan, 'en')
      .blocks.flatMap(block => (block.type === 'container' ? block.child_blocks : [block]))
      .filter(block => block.type === 'table');
    expect(tables).toHaveLength(1);
    expect(tables[0]?.type === 'table' && tables[0].rows.every(row => row.length === 4)).toBe(true);
  });
});

test('a change of verdict rings with the old one beside it and a button that only plans', () => {
  const { blocks } = watchCard(looked(), 'healthy', 'en');
  expect(readAloud(blocks)).toContain('It was: healthy');
  expect(buttonsOf(blocks).map(each => each.action_id)).toEqual(['pks_start', 'pks_look']);
  expect(JSON.stringify(blocks)).toContain(victim.slice(0, 15));
});
