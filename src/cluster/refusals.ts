import { josa, same, type Words } from '../words.ts';
import { type Finding, refusing } from './finding.ts';
import { type Answering, quorumOf, type Standing } from './quorum.ts';
import { type ClusterSeen, type MasterSeen, shortInstance } from './seen.ts';
import { joined, names } from './sentences.ts';

const instances = (masters: readonly MasterSeen[]) => masters.map(master => master.instance);
const wrapper = 'sudo ETCDCTL_API=3 LOCAL=true /var/vcap/jobs/etcd/bin/etcdctl';
const login = (seen: ClusterSeen, instance: string): string => `bosh -d ${seen.deployment} ssh ${instance}`;
/** A survivor's snapshot can be taken without quorum; it is the first thing to have. */
const snapshots = (seen: ClusterSeen, survivors: readonly MasterSeen[]): string =>
  survivors
    .map(
      each => `${login(seen, each.instance)} -c '${wrapper} snapshot save /var/vcap/data/etcd-survivor.db'`,
    )
    .join(' ; ');

export const notThree = (seen: ClusterSeen, evidence: readonly Words[]): Finding =>
  refusing(
    'not-enough-seen',
    [],
    {
      en: `${seen.masters.length} masters were seen where exactly 3 are expected.`,
      ko: `마스터 ${seen.masters.length}대가 확인되었습니다. 정확히 3대여야 합니다.`,
    },
    {
      en: `Compare \`bosh -d ${seen.deployment} instances\` with the plan of the cluster; the bot mends clusters of three.`,
      ko: `\`bosh -d ${seen.deployment} instances\` 결과를 클러스터 plan과 비교하세요. 봇은 마스터 3대 클러스터만 복구합니다.`,
    },
    evidence,
    'unsure',
  );

export const notSeen = (standing: Standing, evidence: readonly Words[]): Finding => {
  const [unread] = standing.unseen.flatMap(master => master.unread);
  const why = unread?.words ?? (unread && same(unread.why)) ?? { en: 'they gave no answer', ko: '응답 없음' };
  return refusing(
    'not-enough-seen',
    instances(standing.unseen),
    {
      en: `${names(instances(standing.unseen))} could not be looked at (${why.en}), so with ${standing.healthy.length} of 3 seen healthy nothing certain can be said.`,
      ko: `${names(instances(standing.unseen))} 상태를 확인하지 못했습니다(${why.ko}). 정상으로 확인된 것은 3대 중 ${standing.healthy.length}대뿐이라 판단할 수 없습니다.`,
    },
    {
      en: 'Look at the VM in vCenter and at its BOSH agent, bring it back to be read, then ask again.',
      ko: 'vCenter에서 VM과 BOSH agent를 확인해 접속 가능한 상태로 만든 뒤 다시 점검하세요.',
    },
    evidence,
    'unsure',
  );
};

export const incomplete = (
  seen: ClusterSeen,
  lacking: readonly Words[],
  evidence: readonly Words[],
): Finding => {
  const what = joined(lacking, ', ');
  return refusing(
    'not-enough-seen',
    [],
    {
      en: `The healthy members cannot be compared: ${what.en} could not be read.`,
      ko: `정상 멤버끼리 비교할 수 없습니다. 읽지 못한 항목: ${what.ko}.`,
    },
    {
      en: `Ask again in a minute; if it stays, run \`endpoint hashkv\` and \`member list\` with LOCAL=true on ${names(instances(seen.masters))}.`,
      ko: `1분 뒤 다시 점검하고, 계속되면 ${names(instances(seen.masters))}에서 LOCAL=true로 \`endpoint hashkv\`와 \`member list\`를 실행하세요.`,
    },
    evidence,
    'unsure',
  );
};

export const quorumLost = (seen: ClusterSeen, standing: Standing, evidence: readonly Words[]): Finding => {
  const alone = standing.healthy[0];
  const warning: Words =
    alone === undefined
      ? { en: '', ko: '' }
      : {
          en: ` ${shortInstance(alone.master.instance)} alone calls itself healthy with ${alone.members?.length ?? 'an unknown number of'} member(s) in its list: it may be serving a cluster of its own.`,
          ko: ` ${shortInstance(alone.master.instance)}만 혼자 정상이라고 응답하며 멤버 목록은 ${alone.members?.length ?? '?'}대입니다. 별도 클러스터로 동작 중일 수 있습니다.`,
        };
  const survivors = seen.masters.filter(master => master.files?.memberDir === true);
  return refusing(
    'quorum-lost',
    instances(standing.down),
    {
      en: `${standing.down.length} of ${seen.masters.length} members are down (${names(instances(standing.down))}) and quorum is ${quorumOf(seen.masters.length)}; a cure mends exactly one.${warning.en}`,
      ko: `멤버 ${seen.masters.length}대 중 ${standing.down.length}대가 비정상입니다(${names(instances(standing.down))}). 쿼럼은 ${quorumOf(seen.masters.length)}이며, 이 도구는 정확히 1대만 복구합니다.${warning.ko}`,
    },
    {
      en: `Restart nothing. Snapshot every survivor that answers (${snapshots(seen, survivors) || 'none has its data'}), then a person restores with bbr or Broadcom KB 298533, the most advanced member first.`,
      ko: `아무것도 재시작하지 마세요. 응답하는 모든 생존 멤버의 스냅샷을 먼저 받고(${snapshots(seen, survivors) || '데이터가 남은 멤버 없음'}), bbr 또는 Broadcom KB 298533 절차로 가장 앞선 멤버부터 사람이 복구해야 합니다.`,
    },
    evidence,
  );
};

export const disagreeing = (
  seen: ClusterSeen,
  healthy: readonly Answering[],
  why: readonly Words[],
  evidence: readonly Words[],
): Finding => {
  const what = joined(why);
  return refusing(
    'pair-disagrees',
    [],
    {
      en: `The ${healthy.length} healthy members contradict each other: ${what.en}.`,
      ko: `정상 멤버 ${healthy.length}대가 서로 다릅니다. ${what.ko}.`,
    },
    {
      en: `Change nothing. Snapshot each of them (${snapshots(
        seen,
        healthy.map(each => each.master),
      )}), then a person decides which one holds the truth and restores from it.`,
      ko: `아무것도 변경하지 마세요. 각 멤버의 스냅샷을 받고(${snapshots(
        seen,
        healthy.map(each => each.master),
      )}), 어느 쪽 데이터가 맞는지 사람이 결정해 복원해야 합니다.`,
    },
    evidence,
  );
};

export const emptied = (
  seen: ClusterSeen,
  revision: number,
  healthy: readonly Answering[],
  evidence: readonly Words[],
): Finding =>
  refusing(
    're-bootstrapped-empty',
    [],
    {
      en: `${healthy.length} members are healthy and agree at revision ${revision}, but revision ${seen.memory?.revision} was seen before: this cluster was made anew and has lost data.`,
      ko: `멤버 ${healthy.length}대가 revision ${revision}에서 정상이고 일치하지만, 이전에 revision ${seen.memory?.revision}까지 확인된 클러스터입니다. 새로 만들어져 데이터가 유실된 상태입니다.`,
    },
    {
      en: `Stop writers, keep the disks as they are, and restore the last good backup with bbr. If a person restored an older backup on purpose, record it with \`/pks restored ${seen.cluster}\`.`,
      ko: `쓰기를 멈추고 디스크를 그대로 보존한 뒤 마지막 정상 백업을 bbr로 복원하세요. 의도한 복원이었다면 \`/pks restored ${seen.cluster}\`로 기록하세요.`,
    },
    evidence,
  );

export const noSpace = (
  seen: ClusterSeen,
  alarms: readonly string[],
  healthy: readonly Answering[],
  evidence: readonly Words[],
): Finding => {
  const size = Math.max(0, ...healthy.map(each => each.last.dbSizeBytes));
  const revision = Math.max(0, ...healthy.map(each => each.last.revision));
  const first = healthy[0]?.master.instance ?? seen.masters[0]?.instance ?? 'master/<id>';
  const commands = `${login(seen, first)}: ${wrapper} compact ${revision}; on each master, one after the other: ${wrapper} defrag --command-timeout=60s; then ${wrapper} alarm disarm`;
  return refusing(
    'no-space',
    [],
    {
      en: `etcd raised ${alarms.length} alarm(s) (${alarms.join(', ')}) at a db of ${size} bytes: writes are refused although endpoint health says healthy.`,
      ko: `etcd 알람 ${alarms.length}건(${alarms.join(', ')}), db 크기 ${size} bytes. endpoint health는 정상이라고 하지만 쓰기가 거부되고 있습니다.`,
    },
    {
      en: `A person compacts, defragments and disarms: ${commands}.`,
      ko: `사람이 compact, defrag, alarm disarm을 해야 합니다: ${commands}.`,
    },
    evidence,
  );
};

export const lagging = (target: string, behind: number, limit: number, evidence: readonly Words[]): Finding =>
  refusing(
    'lagging',
    [target],
    {
      en: `${shortInstance(target)} is ${behind} applied entries behind its peer, in both looks (limit ${limit}).`,
      ko: `${shortInstance(target)}의 applied index가 두 번 모두 다른 멤버보다 ${behind} 뒤처져 있습니다(한도 ${limit}).`,
    },
    {
      en: 'Wait until it has caught up, then ask again; if it does not, look at its disk latency and network.',
      ko: '따라잡을 때까지 기다린 뒤 다시 점검하세요. 따라잡지 못하면 해당 VM의 디스크 지연과 네트워크를 확인하세요.',
    },
    evidence,
  );

export const joining = (target: string, evidence: readonly Words[]): Finding =>
  refusing(
    'lagging',
    [target],
    {
      en: `${shortInstance(target)}'s etcd answers but is not healthy yet, and its log shows no fatal line: it is joining or cut off from its peers.`,
      ko: `${shortInstance(target)}의 etcd가 응답은 하지만 아직 정상이 아니며 로그에 치명적 오류는 없습니다. 합류 중이거나 다른 멤버와 통신이 끊긴 상태입니다.`,
    },
    {
      en: 'Wait a minute and ask again; if it stays, check port 2380 between the masters.',
      ko: '1분 뒤 다시 점검하세요. 계속되면 마스터 간 2380 포트를 확인하세요.',
    },
    evidence,
    'likely',
  );

export const unknownFault = (
  seen: ClusterSeen,
  target: string,
  found: Words,
  evidence: readonly Words[],
): Finding =>
  refusing(
    'not-enough-seen',
    [target],
    {
      en: `${shortInstance(target)}'s etcd is not healthy and its fault is none that this bot knows: "${found.en}".`,
      ko: `${shortInstance(target)}의 etcd가 비정상이지만 알려진 장애 유형이 아닙니다: "${found.ko}".`,
    },
    {
      en: `A person reads its log: ${login(seen, target)} -c 'sudo tail -n 400 /var/vcap/sys/log/etcd/etcd.stderr.log'.`,
      ko: `사람이 로그를 확인해야 합니다: ${login(seen, target)} -c 'sudo tail -n 400 /var/vcap/sys/log/etcd/etcd.stderr.log'.`,
    },
    evidence,
    'unsure',
  );

export const victimUnreadable = (
  seen: ClusterSeen,
  target: string,
  lacking: readonly Words[],
  evidence: readonly Words[],
): Finding =>
  refusing(
    'not-enough-seen',
    [target],
    {
      en: `${shortInstance(target)} is not healthy, but ${joined(lacking, ' and ').en} could not be read, so what is wrong with it is not known.`,
      ko: `${josa(shortInstance(target), '이/가')} 비정상이지만 ${josa(joined(lacking, ', ').ko, '을/를')} 읽지 못해 원인을 알 수 없습니다.`,
    },
    {
      en: `If it has no VM, recreate it first (bosh -d ${seen.deployment} recreate ${target}); else bring its agent and ssh back, then ask again.`,
      ko: `VM이 없으면 먼저 recreate하고(bosh -d ${seen.deployment} recreate ${target}), 있으면 agent와 ssh를 복구한 뒤 다시 점검하세요.`,
    },
    evidence,
    'unsure',
  );
