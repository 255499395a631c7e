import type { MasterObservation } from '../cluster/observation.ts';
import { standingOf } from '../cluster/quorum.ts';
import { names } from '../cluster/sentences.ts';
import { memberIdOf, supportersOf, unstartedIdOf } from '../cluster/victim.ts';
import { shortInstance } from '../model/instance.ts';
import { josa, text, type Words, withMove } from '../words.ts';
import type { PreGate } from './gate.ts';

export const snapshotTaken: PreGate = {
  name: 'snapshot',
  title: text('a verified snapshot is there before the first change', '첫 변경 전에 검증된 스냅샷 확보'),
  why: (_seen, { snapshot, snapshotBetween }) => {
    if (snapshot === 'later') return null;
    if (snapshot === null)
      return text(
        '0 snapshots were taken in this run; take one first',
        '이번 복구에서 받은 스냅샷이 없습니다. 먼저 받으세요',
      );
    if (!snapshot.ok) return snapshot.why;
    const revision = snapshot.revision ?? -1;
    const { before, after } = snapshotBetween;
    if (before !== null && revision >= before && revision <= (after ?? revision)) return null;
    const [from, to] = [before ?? '?', after ?? '?'];
    return withMove(
      text(
        `the snapshot's revision ${revision} is not within ${from} (before this run) and ${to} (now); abort, and start anew for another snapshot`,
        `스냅샷 revision ${josa(revision, '이/가')} ${from}(이번 복구 전)~${to}(현재) 범위를 벗어났습니다. 중단하고 다시 시작해 스냅샷을 새로 받으세요`,
      ),
    );
  },
};

export const classified: PreGate = {
  name: 'classified',
  title: text(
    'what is wrong is known, and this cure is for it',
    '장애 유형이 확인되었고 이 복구 절차에 해당함',
  ),
  why: (_seen, { verdict, target, cure }) => {
    if (verdict.allowed.includes(cure) && verdict.target.includes(target)) return null;
    const why = verdict.disallowed[cure] ?? verdict.refused ?? verdict.sentence;
    return text(`the verdict is ${verdict.name}: ${why.en}`, `판정은 ${verdict.name}입니다: ${why.ko}`);
  },
};

/** The id is never taken from a JSON number, and an unstarted member has no name to match by. */
export const idKnown: PreGate = {
  name: 'member-id',
  title: text(
    "the member id is known from the healthy members' own list",
    '정상노드의 목록으로 대상 멤버 id 확인됨',
  ),
  why: (seen, { target, cure }) => {
    if (cure === 'remove-half-added')
      return unstartedIdOf(seen, target) === null
        ? text(
            '0 unstarted members are listed; there is nothing to remove',
            '시작되지 않은 멤버가 목록에 없어 제거할 것이 없습니다',
          )
        : null;
    if (cure !== 'replace-member') return null;
    const id = memberIdOf(seen, target);
    return id.known ? null : id.why;
  },
};

export const stopsOne: PreGate = {
  name: 'stops-at-most-one',
  title: text(
    'beside the one that is mended it stops no master, or only the leader with the victim stopped and resurrection off',
    '복구 대상 외의 마스터를 멈추지 않음(멈출 경우 리더 1대, 장애노드 정지, resurrection off)',
  ),
  why: (seen, { stops: all, target }) => {
    const stops = all.filter(instance => instance !== target);
    if (stops.length === 0) return null;
    const leader = standingOf(seen).healthy.find(each => each.last.leaderId === each.last.memberId);
    const victim = seen.masters.find(master => master.instance === target);
    if (stops.length > 1)
      return text(
        `${stops.length} healthy masters would be stopped; at most 1`,
        `정상노드 ${stops.length}대가 멈춥니다. 최대 1대입니다`,
      );
    if (seen.resurrection !== 'off')
      return text(
        `resurrection is ${seen.resurrection}: it would race; switch it off first (it is Director-wide)`,
        `resurrection이 ${seen.resurrection} 상태라 충돌합니다. 먼저 끄세요(Director 전체에 적용됩니다)`,
      );
    if (leader?.master.instance !== stops[0])
      return text(
        `${names(stops)} is not the leader (${leader === undefined ? 'none' : shortInstance(leader.master.instance)} is)`,
        `${josa(names(stops), '은/는')} 리더가 아닙니다(리더: ${leader === undefined ? '없음' : shortInstance(leader.master.instance)})`,
      );
    return etcdStopped(victim)
      ? null
      : text(
          `the etcd of ${shortInstance(target)} is not stopped; monit has to say "not monitored"`,
          `${shortInstance(target)}의 etcd가 정지되지 않았습니다. monit 상태가 "not monitored"여야 합니다`,
        );
  },
};

const etcdStopped = (victim: MasterObservation | undefined): boolean =>
  victim?.monit?.some(process => process.name === 'etcd' && process.state === 'not monitored') === true;

export const room: PreGate = {
  name: 'room',
  title: text(
    'the persistent disk is mounted and has room for a copy',
    'persistent disk 마운트 및 복사본 공간 확보',
  ),
  why: (seen, { target, cure }) => {
    const files = seen.masters.find(master => master.instance === target)?.files ?? null;
    if (files?.mounted === false) return unmounted(target);
    if ((files?.mounted ?? null) === null) return unreadMount(target, files);
    if (cure !== 'replace-member') return null;
    const free = files?.freeBytes ?? null;
    if (free === null) return unreadDisk(target);
    const told = supportersOf(seen, target).flatMap(each => each.last.dbSizeBytes ?? []);
    if (told.length === 0) return unreadDb(target);
    const size = Math.max(...told);
    if (free >= 2 * size) return null;
    return text(
      `${free} bytes are free on ${shortInstance(target)}, twice the db of ${size} is needed; make room first`,
      `${shortInstance(target)}의 여유 공간은 ${free} bytes이며 db ${size}의 2배가 필요합니다. 먼저 공간을 확보하세요`,
    );
  },
};

const unreadDb = (target: string): Words =>
  text(
    `how big the db is was not read on the healthy members, so the room on ${shortInstance(target)} is not known; look again`,
    `정상노드의 db 크기를 읽지 못해 ${shortInstance(target)}의 공간이 충분한지 알 수 없습니다. 다시 점검하세요`,
  );
const unmounted = (target: string): Words =>
  text(
    `/var/vcap/store on ${shortInstance(target)} is no mount point: attach the persistent disk first`,
    `${shortInstance(target)}의 /var/vcap/store가 마운트되지 않았습니다. persistent disk를 먼저 연결하세요`,
  );
const unreadMount = (target: string, files: MasterObservation['files']): Words => {
  const unread = files?.freeBytes == null ? 'mountpoint, df' : 'mountpoint';
  return text(
    `whether /var/vcap/store on ${shortInstance(target)} is its persistent disk was not read (${unread}); look again`,
    `${shortInstance(target)}의 /var/vcap/store가 persistent disk인지 읽지 못했습니다(${unread}). 다시 점검하세요`,
  );
};
const unreadDisk = (target: string): Words =>
  text(
    `the free space on ${shortInstance(target)} could not be read; look again`,
    `${shortInstance(target)}의 디스크 여유 공간을 읽지 못했습니다. 다시 점검하세요`,
  );
