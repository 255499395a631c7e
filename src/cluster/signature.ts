import { counted, josa, same, type Words } from '../words.ts';
import { brokenStart, causeOf, graveOnly } from './last-attempt.ts';
import type { MasterObservation, MemberListed } from './observation.ts';
import type { Answering } from './quorum.ts';
import { notServing } from './silence.ts';
import type { CureName } from './verdict-types.ts';

/** What one broken master's own files and log say is wrong with it. */
export type Signature = {
  readonly name:
    | 'process-down'
    | 'raft-log-lost'
    | 'disk-lost'
    | 'disk-lost-bootstrap'
    | 'corrupt'
    | 'half-added'
    | 'removed-id'
    | 'joining'
    | 'silent'
    | 'unread'
    | 'unknown';
  /** The words that tell it: of the log where there are any. */
  readonly found: Words;
  readonly confidence: 'certain' | 'likely' | 'unsure';
  /** Cures beside those of its name. */
  readonly also?: readonly CureName[];
};

/** What of the healthy members' list concerns the victim. Exported for its tests. */
export type Listed = {
  readonly unstarted: MemberListed | null;
  /** Members that are neither healthy nor unstarted. */
  readonly others: readonly MemberListed[];
};

export const listedBeside = (healthy: readonly Answering[]): Listed => {
  const members = healthy[0]?.members ?? [];
  const own = new Set(healthy.map(each => each.last.memberId));
  const rest = members.filter(member => !own.has(member.id));
  return {
    unstarted: rest.find(member => member.name === '') ?? null,
    others: rest.filter(member => member.name !== ''),
  };
};

const corruption =
  /crc mismatch|max entry size limit exceeded|cannot use none as id|invalid database|wal: (?:file not found|slice bounds|conflicting metadata|snapshot (?:mismatch|not found))|WAL, cannot be repaired|and cannot be repaired|unmarshal should never fail|freepages: failed|Page expected to be: \d+, but self identifies|snap: (?:empty snapshot|snapshot file doesn't exist)/;
/** A nil pointer tells of the data only where the code that reads them fell over it (db missing, 3.4.23: in NewServer). */
const nilInData =
  /nil pointer dereference\n(?:.*\n){0,3}?goroutine \d+ \[running\]:\n(?:.*\n){0,12}?.*(?:etcdserver\.NewServer|\/mvcc|bbolt|\/wal\.|\/snap\.)/;
const commitLost = /tocommit\((\d+)\) is out of range \[lastIndex\((\d+)\)\]/;
const removedForGood = /the member has been permanently removed from the cluster|permanently removed/;
const notStarted = /not enough started members/;
const unhealthyCluster = /etcdserver: unhealthy cluster/;
const fatal =
  /^panic: .+|^fatal error: .+|^(?:.* )?C \| .+|^.*"level":"(?:fatal|panic)".*|^Error: (?!etcdserver: (?:unhealthy cluster|re-configuration)).+/m;

/** `new` writes one to four entries before the leader's heartbeat arrives (docs/evidence.md#lost-disks); a cut log ends far above. */
export const freshLogEnd = 9;

type Clue = (victim: MasterObservation, log: string, listed: Listed) => Signature | null;
type Files = NonNullable<MasterObservation['files']>;
const filesOf = (victim: MasterObservation): Files | null => victim.files;

/** One that answers has started, though its name may not have come round yet. */
const halfAdded: Clue = (victim, log, listed) => {
  if (listed.unstarted === null || victim.etcd?.up === true) return null;
  const told = notStarted.exec(log)?.[0];
  const { id } = listed.unstarted;
  const found: Words =
    told === undefined
      ? { en: `member ${id} is listed without a name`, ko: `멤버 ${josa(id, '이/가')} 이름 없이 목록에 있음` }
      : same(told);
  return { name: 'half-added', found, confidence: told === undefined ? 'likely' : 'certain' };
};

const nobodyListed: Words = { en: 'no member is listed for it', ko: '목록에 해당 멤버가 없음' };
const emptyAndUnlisted: Words = {
  en: 'an empty member/ and no member listed for it',
  ko: 'member/가 비어 있고 목록에 해당 멤버가 없음',
};

/** Nobody is listed for it: whatever its log says, it comes back under a new id only. */
const unlisted: Clue = (victim, log, listed) => {
  const files = filesOf(victim);
  if (files?.memberDir !== true || listed.others.length > 0) return null;
  if (files.walFiles === 0) return { name: 'removed-id', found: emptyAndUnlisted, confidence: 'likely' };
  const told = (removedForGood.exec(log) ?? commitLost.exec(log))?.[0];
  const found = (said: string) => (told === undefined ? said : `${told}; ${said}`);
  return {
    name: 'removed-id',
    found: { en: found(nobodyListed.en), ko: found(nobodyListed.ko) },
    confidence: 'certain',
  };
};

const removedId: Clue = (_victim, log) => {
  const told = removedForGood.exec(log)?.[0];
  return told === undefined ? null : { name: 'removed-id', found: same(told), confidence: 'likely' };
};

const lostDisk = (victim: MasterObservation): Signature['name'] =>
  victim.bootstrap === false ? 'disk-lost' : 'disk-lost-bootstrap';

/** What the files say, and the log's own words where it has some. */
const withWords = ({ en, ko }: Words, told: RegExpExecArray | null): Words => {
  const more = told === null ? '' : `; ${told[0]}`;
  return { en: en + more, ko: ko + more };
};

const noMemberDir: Clue = (victim, log) => {
  if (filesOf(victim)?.memberDir !== false) return null;
  const told = unhealthyCluster.exec(log) ?? commitLost.exec(log);
  const found = withWords({ en: 'member/ is gone', ko: 'member/ 없음' }, told);
  return { name: lostDisk(victim), found, confidence: told === null ? 'likely' : 'certain' };
};

const whichBootstrap: Words = {
  en: 'whether it is the bootstrap instance',
  ko: '부트스트랩 인스턴스 여부',
};
const recreated: Words = {
  en: 'member/ was re-created by a start with "new"',
  ko: 'member/가 "new"로 기동하며 다시 만들어짐',
};

const recreatedByNew: Clue = (victim, log) => {
  if (filesOf(victim)?.memberWasMissing !== true || victim.bootstrap !== true) return null;
  if (notServing(victim) !== 'down') return null;
  const found = withWords(recreated, commitLost.exec(log));
  return { name: 'disk-lost-bootstrap', found, confidence: 'likely' };
};

/** Its log is one witness; that its process is gone is another's word, or its refused port's. */
const corrupted: Clue = (victim, log) => {
  const grave = graveOnly(log);
  const told = corruption.exec(grave)?.[0] ?? nilInData.exec(grave)?.[0].split('\n')[0];
  if (told === undefined) return null;
  const gone = victim.etcd?.up === false && notServing({ ...victim, lastStartBlock: null }) === 'down';
  return { name: 'corrupt', found: same(told), confidence: gone ? 'certain' : 'likely' };
};

/** How far its log still reached when the leader spoke of what is gone; null: nothing says so. */
export const logEndOf = (log: string): number | null => {
  const end = commitLost.exec(log)?.[2];
  return end === undefined ? null : Number(end);
};

/** Any instance but the bootstrap one starts no cluster of its own: that its member/ was missing once takes nothing away
 *  of what it may get where nobody knows. */
const asAnother = ({ bootstrap }: MasterObservation): readonly CureName[] =>
  bootstrap === false ? ['move-leader'] : [];

const logLost: Clue = (victim, log) => {
  const told = commitLost.exec(log);
  if (told === null) return null;
  const end = Number(told[2]);
  const files = filesOf(victim);
  const fresh = victim.bootstrap !== false && end > 0 && end <= freshLogEnd;
  if (fresh) return { name: 'disk-lost-bootstrap', found: same(told[0]), confidence: 'likely' };
  if (files?.memberWasMissing === true)
    return { name: 'disk-lost', found: same(told[0]), confidence: 'likely', also: asAnother(victim) };
  const proven = files?.memberWasMissing === false;
  return { name: 'raft-log-lost', found: same(told[0]), confidence: proven ? 'certain' : 'likely' };
};

const unknownFor = (told: string | undefined): Signature | null =>
  told === undefined ? null : { name: 'unknown', found: same(causeOf(told)), confidence: 'unsure' };
/** Its last attempt did not come as far as etcd: what was wrong before is not what is in the way now. */
const cannotStart: Clue = (_victim, log) => unknownFor(brokenStart(log) ?? undefined);
const otherFatal: Clue = (_victim, log) => unknownFor(fatal.exec(log)?.[0]);

const missingAndEmpty: Words = {
  en: 'member/ was missing and has no wal file',
  ko: 'member/가 유실된 적이 있고 wal 파일이 하나도 없음',
};
const noWal: Words = {
  en: 'member/ is there without any wal file',
  ko: 'member/에 wal 파일이 하나도 없음',
};

const emptyLogFolder: Clue = victim => {
  const files = filesOf(victim);
  if (files === null || !files.memberDir || files.walFiles !== 0) return null;
  return files.memberWasMissing === true
    ? { name: lostDisk(victim), found: missingAndEmpty, confidence: 'likely', also: asAnother(victim) }
    : { name: 'raft-log-lost', found: noWal, confidence: 'likely' };
};

const answersUnhealthy: Words = {
  en: 'its etcd answers but is not healthy yet',
  ko: 'etcd가 응답하지만 아직 정상이 아님',
};

const unlistedFiles: Words = { en: 'its wal files', ko: 'wal 파일 목록' };

/** A start of it would serve an empty cluster if it is the bootstrap instance. */
const whichOne: Clue = victim =>
  filesOf(victim)?.memberWasMissing === true && victim.bootstrap === null
    ? { name: 'unread', found: whichBootstrap, confidence: 'unsure' }
    : null;

/** It is started again only where a witness says that it is down: no answer is none. */
const intact: Clue = (victim, log) => {
  const files = filesOf(victim);
  const why = notServing(victim);
  if (why === 'answers') return { name: 'joining', found: answersUnhealthy, confidence: 'likely' };
  if (why !== 'down') return { name: 'silent', found: same(why), confidence: 'unsure' };
  if (files === null) return null;
  if (files.walFiles === null) return { name: 'unread', found: unlistedFiles, confidence: 'unsure' };
  return {
    name: 'process-down',
    found: {
      en: `${counted(files.walFiles, 'wal file')}, no fatal line in its last start block`,
      ko: `wal 파일 ${files.walFiles}개, 마지막 기동 로그에 치명적 오류 없음`,
    },
    confidence: log.trim() === '' ? 'likely' : 'certain',
  };
};

/** The most telling clue first. */
const clues: readonly Clue[] = [
  cannotStart,
  halfAdded,
  noMemberDir,
  unlisted,
  removedId,
  recreatedByNew,
  corrupted,
  logLost,
  otherFatal,
  emptyLogFolder,
  whichOne,
  intact,
];

const nothingRead: Words = {
  en: 'neither files nor log could be read',
  ko: '파일과 로그를 모두 읽지 못함',
};

/** What is wrong with a master that is not healthy, from its own files and log. */
export const signatureOf = (victim: MasterObservation, listed: Listed): Signature => {
  const log = victim.lastStartBlock ?? '';
  for (const clue of clues) {
    const told = clue(victim, log, listed);
    if (told !== null) return told;
  }
  return { name: 'unknown', found: nothingRead, confidence: 'unsure' };
};
