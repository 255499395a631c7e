import { shortInstance } from '../model/instance.ts';
import { counted, joined, same, type Words } from '../words.ts';
import type { MasterObservation, Observation, Unread } from './observation.ts';
import { originLines } from './origin-lines.ts';
import { type Answering, quorumOf, type Standing } from './quorum.ts';
import { otherWitnesses } from './refusals-silent.ts';
import { diskFigures } from './stopped-disk.ts';

const healthyLine = (each: Answering): Words => {
  const { last, etcd } = each;
  const [who, leader, listed] = [
    shortInstance(each.master.instance),
    last.leaderId,
    etcd.members?.length ?? '?',
  ];
  const how = etcd.healthy
    ? { en: 'healthy', ko: '정상' }
    : { en: 'serves under an alarm', ko: '알람 상태로 동작 중' };
  const hash = etcd.hash && `${etcd.hash.hash} @ revision ${etcd.hash.revision}`;
  const figures = `term ${last.raftTerm}, applied ${last.raftAppliedIndex}, revision ${last.revision}`;
  return {
    en: `${who}: ${how.en}, id ${last.memberId}, leader ${leader ?? 'none'}, ${figures}, hash ${hash ?? 'not read'}, ${listed} members listed`,
    ko: `${who}: ${how.ko}, id ${last.memberId}, 리더 ${leader ?? '없음'}, ${figures}, 해시 ${hash ?? '읽지 못함'}, 멤버 목록 ${listed}대`,
  };
};

/** What could not be listed is not none. */
export const walWords = (files: number | null): Words =>
  files === null
    ? { en: 'wal files not listed', ko: 'wal 파일 목록을 읽지 못함' }
    : { en: counted(files, 'wal file'), ko: `wal 파일 ${files}개` };

const diskWords = ({ files }: MasterObservation): Words => {
  if (files === null) return { en: 'files not read', ko: '파일을 읽지 못함' };
  const once = files.memberWasMissing;
  const wal = walWords(files.walFiles);
  return {
    en: `member/ ${files.memberDir ? 'present' : 'absent'}, ${wal.en}${once ? ', once started without member/' : ''}`,
    ko: `member/ ${files.memberDir ? '있음' : '없음'}, ${wal.ko}${once ? ', member/ 없이 기동한 적 있음' : ''}`,
  };
};

const otherLine = (master: MasterObservation, how: Words): Words => {
  const [who, disk] = [shortInstance(master.instance), diskWords(master)];
  const more = joined([disk, ...diskFigures(master), ...otherWitnesses(master)], ', ');
  return { en: `${who}: ${how.en}, ${more.en}`, ko: `${who}: ${how.ko}, ${more.ko}` };
};
const noVm: Words = { en: 'no VM', ko: 'VM 없음' };
const notHealthy: Words = { en: 'not healthy', ko: '비정상' };
const notSeen: Words = { en: 'not seen', ko: '확인하지 못함' };

/** Sources by the name that a reading gives them. One that is not here is shown as it is. */
const sources: Readonly<Record<string, Words>> = {
  probe: { en: 'the look at the VM', ko: 'VM 점검' },
  tasks: { en: 'tasks', ko: 'task 목록' },
  locks: { en: 'locks', ko: 'lock 목록' },
  hash: { en: 'its hash', ko: '해시' },
  resurrection: { en: 'resurrection', ko: 'resurrection 상태' },
};
export const sourceWords = (what: string): Words => sources[what] ?? same(what);

const unreadLine = (each: Unread, from = ''): Words => {
  const what = sourceWords(each.what);
  return {
    en: `${from}${what.en} could not be read: ${each.words?.en ?? each.why}`,
    ko: `${from}${what.ko}: 읽지 못했습니다. ${each.words?.ko ?? each.why}`,
  };
};

const countLine = (seen: Observation, healthy: number): Words => {
  const [all, quorum] = [seen.masters.length, quorumOf(seen.masters.length)];
  return {
    en: `${healthy} of ${all} members are healthy, quorum is ${quorum}`,
    ko: `멤버 ${all}대 중 ${healthy}대 정상, 쿼럼 ${quorum}`,
  };
};

const memoryLine = (seen: Observation): readonly Words[] =>
  seen.memory === null
    ? []
    : [
        {
          en: `highest revision ever seen: ${seen.memory.revision}`,
          ko: `지금까지 확인된 최고 revision: ${seen.memory.revision}`,
        },
      ];

/** What was seen, in numbers, one line each. */
export const evidenceOf = (seen: Observation, standing: Standing): readonly Words[] => [
  countLine(seen, standing.healthy.length),
  ...standing.healthy.map(healthyLine),
  ...standing.down.map(master =>
    otherLine(master, master.cid === null && master.etcd === null ? noVm : notHealthy),
  ),
  ...standing.unseen.map(master => otherLine(master, notSeen)),
  ...standing.healthy.flatMap(each =>
    (each.etcd.alarms ?? []).map(alarm => ({ en: `alarm: ${alarm}`, ko: `알람: ${alarm}` })),
  ),
  ...memoryLine(seen),
  ...originLines(seen),
  ...seen.unread.map(each => unreadLine(each)),
  ...seen.masters.flatMap(master =>
    master.unread.map(each => unreadLine(each, `${shortInstance(master.instance)}: `)),
  ),
];
