import { type Instance, shortInstance } from '../model/instance.ts';
import { counted, same, text, type Words } from '../words.ts';
import { megabytes } from './prevention.ts';
import type { Answering } from './quorum.ts';

/** Of the quota, for the file and for what is in use: with more than this the alarm is back after a few writes. */
const enough = 0.8;
/** What the file has to stay below before the alarm is taken back, in bytes. null: the quota was not read. */
export const smallEnough = ({ quota }: Space): number | null =>
  quota === null ? null : Math.floor(enough * quota);
/** A defrag writes a second file beside the first. */
const roomForDefrag = 1.2;

/** What fills one member's db, in bytes. null: not read, which is not zero. */
export type Space = {
  readonly instance: Instance;
  readonly size: number | null;
  readonly inUse: number | null;
  readonly quota: number | null;
  /** How much of it live keys are, at least and at most: how many of the kept revisions wrote one of them nobody knows. */
  readonly live: { readonly least: number; readonly most: number } | null;
  readonly kept: { readonly keys: number; readonly revisions: number } | null;
  readonly diskFree: number | null;
};

export const spaceOf = ({ master, etcd, last }: Answering): Space => {
  const inUse = last.dbInUseBytes ?? null;
  const { keyCount: keys, hash } = etcd;
  const kept =
    keys === null || hash === null
      ? null
      : { keys, revisions: Math.max(0, last.revision - hash.compactRevision) };
  const of = (all: number) => ((inUse ?? 0) * (kept?.keys ?? 0)) / Math.max(1, all);
  return {
    instance: master.instance,
    size: last.dbSizeBytes,
    inUse,
    quota: etcd.quotaBytes ?? null,
    live:
      inUse === null || kept === null
        ? null
        : { least: of(kept.keys + kept.revisions), most: of(Math.max(kept.keys, kept.revisions)) },
    kept,
    diskFree: master.files?.freeBytes ?? null,
  };
};

/** Neither compacting nor defragmenting can help. */
export const fullOfLiveKeys = ({ live, quota }: Space): boolean =>
  live !== null && quota !== null && live.least > enough * quota;
/** Of such a one nobody can say whether anything makes it small. */
export const unmeasured = ({ size, inUse, quota, live }: Space): boolean =>
  size === null || inUse === null || quota === null || live === null;
/** Below what brings the alarm back; unknown is not small. */
export const isSmall = (space: Space): boolean => {
  const limit = smallEnough(space);
  return space.size !== null && limit !== null && space.size < limit;
};
/** Free bytes that a defrag needs on its disk; null: how big its db is was not read. */
export const neededFor = ({ size }: Space): number | null =>
  size === null ? null : Math.ceil(roomForDefrag * size);
/** Unknown is not room. */
export const noRoomOnDisk = (space: Space): boolean => {
  const needed = neededFor(space);
  return space.diskFree === null || needed === null || space.diskFree < needed;
};
/** A defrag that took longer goes on by itself. In coarse steps, so that one command holds from its approval to its act. */
export const defragSeconds = ({ size }: Space): number => 60 + 5 * Math.ceil((size ?? 0) / 100_000_000);
/** Nothing has to be forgotten: a defrag alone makes it small. */
export const onlyFragments = ({ inUse, size, quota }: Space): boolean =>
  inUse !== null && quota !== null && size !== null && inUse < size / 2 && inUse < enough * quota;

export const spaceFigures = ({ instance, size, inUse, quota, live, kept }: Space): Words => {
  const who = shortInstance(instance);
  const of = quota === null ? text('a quota that was not read', '알 수 없음') : megabytes(quota);
  const used = inUse === null ? null : megabytes(inUse);
  const big = size === null ? text('a db of unknown size', '크기 알 수 없음') : same(megabytes(size));
  const alive =
    live === null || kept === null
      ? text('how much of it is live keys is not known', '그중 현재 키의 크기는 알 수 없음')
      : text(
          `of which live keys are about ${megabytes(live.least)} to ${megabytes(live.most)} (${kept.keys} beside ${counted(kept.revisions, 'kept revision')})`,
          `그중 현재 키 약 ${megabytes(live.least)}~${megabytes(live.most)}(키 ${kept.keys}개, 보관 중인 revision ${kept.revisions}개)`,
        );
  const [en, ko] = typeof of === 'string' ? [of, of] : [of.en, of.ko];
  return text(
    `${who} ${big.en} of ${en}, in use ${used ?? 'not known'}, ${alive.en}`,
    `${who} db ${big.ko} / quota ${ko}, 사용 ${used ?? '알 수 없음'}, ${alive.ko}`,
  );
};

/** The revision that every member has, less one: nothing that is asked for now is older than that. null: all before it is
 *  forgotten already, or only fragments fill the file. */
export const compactTo = (healthy: readonly Answering[], spaces: readonly Space[]): number | null => {
  const revision = Math.min(...healthy.map(({ last }) => last.revision)) - 1;
  const forgotten = Math.max(0, ...healthy.map(({ etcd }) => etcd.hash?.compactRevision ?? 0));
  return revision <= forgotten || spaces.every(onlyFragments) ? null : revision;
};
