import { shortInstance } from '../model/instance.ts';
import { joined, text, type Words } from '../words.ts';
import { badGround, badMount, brokenGround } from './ground.ts';
import { keptOf } from './identity.ts';
import type { DiskObservation, MasterObservation, Observation } from './observation.ts';
import { freshLogEnd, signatureOf } from './signature.ts';
import { silenceOf } from './silence.ts';

/** What one disk alone says where nobody can be asked about the others (docs/evidence.md#a-stopped-quorum). */

type DiskLog = NonNullable<DiskObservation['log']>;
export type DiskProof =
  | { readonly state: 'whole'; readonly log: DiskLog }
  /** Known to be unfit for a start; or not known to be fit, which lets nobody else start either. */
  | { readonly state: 'bad' | 'unknown'; readonly why: Words };
type Doubt = Exclude<DiskProof, { state: 'whole' }>;

const bad = (why: Words): Doubt => ({ state: 'bad', why });
const unknown = (why: Words): Doubt => ({ state: 'unknown', why });
const unread = (what: string): Doubt => unknown(text(`${what} not read`, `${what}: 읽지 못함`));

/** etcd makes a log file of this size before it takes a write. */
const roomBytes = 64 * 1024 * 1024;

export const isRunning = ({ etcd, disk }: MasterObservation): boolean =>
  etcd?.up === true || disk?.held === true;
/** By a witness of its own: no VM, nobody who holds its db, or nobody who listens. Silence is none. */
export const isKnownStopped = (master: MasterObservation): boolean =>
  !isRunning(master) &&
  (master.cid === null ||
    master.disk?.held === false ||
    (master.etcd?.up === false && silenceOf(master.etcd.said ?? '') === 'refused'));

const filesDoubt = (seen: Observation, master: MasterObservation): Doubt | null => {
  const { files, instance } = master;
  if (master.cid === null) return bad(text('it has no VM', 'VM이 없음'));
  if (files === null) return unread('files');
  if (!files.memberDir) return bad(text('member/ is gone', 'member/ 없음'));
  if (files.walFiles === 0 || files.dbBytes === 0)
    return bad(text('its raft log or its db is empty', 'raft 로그나 db가 비어 있음'));
  if (files.walFiles === null || files.dbBytes === null || files.freeBytes === null)
    return unread('wal, db, df');
  if (files.freeBytes < roomBytes && !isRunning(master))
    return bad(
      text(
        `${files.freeBytes} bytes are free, a log file needs ${roomBytes}`,
        `여유 공간 ${files.freeBytes} bytes, 로그 파일에 ${roomBytes} bytes 필요`,
      ),
    );
  const mount = badMount(seen.deployment, instance, files);
  const known = (files.mounted === false ? mount : null) ?? brokenGround(instance, files);
  if (known) return bad(known);
  const asked = mount ?? badGround(instance, files);
  return asked && unknown(asked);
};

/** Nobody can be asked who is listed, so that nobody is listed for it is no clue. */
const somebody = { id: '', name: '?', peerUrls: [], learner: false };

/** Its own last words. One that runs may be silent: without quorum it answers nothing. */
const wordsDoubt = (master: MasterObservation): Doubt | null => {
  if (master.lastStartBlock === null) return unread('etcd log');
  const { name, found } = signatureOf(master, { unstarted: null, others: [somebody] });
  const fine = isRunning(master) ? ['process-down', 'joining', 'silent'] : ['process-down'];
  if (fine.includes(name)) return null;
  return name === 'unread' || name === 'silent' ? unknown(found) : bad(found);
};

const tornTail = text('its raft log is torn at its end', 'raft 로그 끝부분이 손상됨');
const logDoubt = (seen: Observation, master: MasterObservation): Doubt | null => {
  const { disk, instance, identity } = master;
  const kept = keptOf(seen)?.members[instance];
  const log = disk?.log ?? null;
  if (log === null || disk?.held == null) return unread('raft log (perl, flock)');
  if (log.torn && !disk.held) return bad(tornTail);
  if (log.lastIndex <= freshLogEnd)
    return bad(
      text(
        `its log ends at index ${log.lastIndex}, as that of a new member does`,
        `로그가 index ${log.lastIndex}에서 끝나 새 멤버와 구별되지 않음`,
      ),
    );
  if (kept === undefined) return null;
  if (kept.memberId !== log.memberId)
    return bad(
      text(
        `its data are of member ${log.memberId}, ${kept.memberId} was seen before`,
        `데이터의 멤버 id ${log.memberId}, 이전에 확인된 id ${kept.memberId}`,
      ),
    );
  if (log.lastIndex < kept.raftIndex)
    return bad(
      text(
        `its log ends at index ${log.lastIndex}, ${kept.raftIndex} was seen before`,
        `로그가 index ${log.lastIndex}에서 끝남(이전에 ${kept.raftIndex} 확인)`,
      ),
    );
  const [born, before] = [identity?.born ?? null, kept.born];
  if (before === null || born === before) return null;
  return born === null
    ? unread('birth of member/')
    : bad(text('member/ was made anew since it was last seen', '마지막 확인 이후 member/가 새로 만들어짐'));
};

const doubtOf = (seen: Observation, master: MasterObservation): Doubt | null =>
  filesDoubt(seen, master) ?? wordsDoubt(master) ?? logDoubt(seen, master);

/** Whether a start of this member can lose nothing, as far as its own disk tells, and why not. */
export const diskProof = (seen: Observation, master: MasterObservation): DiskProof => {
  const doubt = doubtOf(seen, master);
  if (doubt !== null) {
    const who = shortInstance(master.instance);
    return { ...doubt, why: { en: `${who}: ${doubt.why.en}`, ko: `${who}: ${doubt.why.ko}` } };
  }
  const log = master.disk?.log;
  return log ? { state: 'whole', log } : unread('raft log');
};

const figures = (log: DiskLog): Words =>
  text(
    `term ${log.lastTerm}, index ${log.lastIndex}, commit ${log.commit}`,
    `term ${log.lastTerm}, index ${log.lastIndex}, commit ${log.commit}`,
  );
/** One disk's own figures, for the evidence; nothing where they were not asked for. */
export const diskFigures = ({ disk }: MasterObservation): readonly Words[] => {
  if (disk?.log == null) return [];
  return [joined([text('its log ends at', '로그 끝:'), figures(disk.log)], ' ')];
};
