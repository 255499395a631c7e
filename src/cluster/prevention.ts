import { shortInstance } from '../model/instance.ts';
import { counted, text, type Words } from '../words.ts';
import { certificatesLine } from './certificates.ts';
import type { MasterObservation, Observation } from './observation.ts';
import { startsWithinHour } from './warnings.ts';

/** What prevents the next incident, a line each. What was not read is said so: it is neither zero nor fine. */

export const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;
const percent = (part: number, whole: number): string => `${Math.round((100 * part) / Math.max(1, whole))} %`;

type Share = { readonly master: MasterObservation; readonly part: number; readonly whole: number };
/** The member that is worst off by it, and who did not tell. */
const worst = (
  { masters }: Observation,
  of: (master: MasterObservation) => Omit<Share, 'master'> | null,
): { readonly most: Share | null; readonly unread: string } => {
  const told = masters.map(master => ({ master, share: of(master) }));
  const shares = told.flatMap(({ master, share }) => (share === null ? [] : [{ master, ...share }]));
  return {
    most: shares.toSorted((a, b) => b.part / b.whole - a.part / a.whole)[0] ?? null,
    unread: told
      .filter(({ share }) => share === null)
      .map(({ master }) => shortInstance(master.instance))
      .join(', '),
  };
};
const unreadWords = (who: string, most: Share | null): Words => {
  if (who === '') return { en: '', ko: '' };
  return most === null
    ? text('not known', '알 수 없음')
    : text(`; not known on ${who}`, `. ${who}에서는 알 수 없음`);
};

const quotaLine = (seen: Observation): Words => {
  const { most, unread } = worst(seen, ({ etcd }) =>
    etcd?.status?.dbSizeBytes && typeof etcd.quotaBytes === 'number'
      ? { part: etcd.status.dbSizeBytes, whole: etcd.quotaBytes }
      : null,
  );
  const rest = unreadWords(unread, most);
  if (most === null) return text(`Space quota used: ${rest.en}`, `공간 quota 사용률: ${rest.ko}`);
  const [who, used] = [shortInstance(most.master.instance), percent(most.part, most.whole)];
  return text(
    `Space quota used: ${used} at most (${megabytes(most.part)} of ${megabytes(most.whole)} on ${who})${rest.en}`,
    `공간 quota 사용률: 최대 ${used}(${who} ${megabytes(most.part)} / ${megabytes(most.whole)})${rest.ko}`,
  );
};

const fragmentsLine = (seen: Observation): Words => {
  const { most, unread } = worst(seen, ({ etcd }) => {
    const [size, used] = [etcd?.status?.dbSizeBytes, etcd?.status?.dbInUseBytes];
    return size == null || used === undefined ? null : { part: size - used, whole: size };
  });
  const rest = unreadWords(unread, most);
  if (most === null) return text(`Fragmentation: ${rest.en}`, `단편화: ${rest.ko}`);
  const [who, free] = [shortInstance(most.master.instance), percent(most.part, most.whole)];
  const used = megabytes(most.whole - most.part);
  return text(
    `Fragmentation: ${free} of the db at most (${megabytes(most.whole)}, ${used} in use on ${who})${rest.en}`,
    `단편화: 최대 ${free}(${who} db ${megabytes(most.whole)} 중 사용 ${used})${rest.ko}`,
  );
};

const restartsLine = (seen: Observation): Words => {
  const told = seen.masters.map(master => {
    const [who, starts] = [shortInstance(master.instance), master.starts];
    return starts == null
      ? text(`${who} not known`, `${who} 알 수 없음`)
      : text(`${who} ${startsWithinHour(starts).length}`, `${who} ${startsWithinHour(starts).length}회`);
  });
  const [en, ko] = [told.map(each => each.en).join(', '), told.map(each => each.ko).join(', ')];
  return text(`Starts of etcd in the last hour: ${en}`, `최근 1시간 etcd 기동: ${ko}`);
};

/** `saved`: when this bot last took a snapshot and a backup of the cluster, in ms; null: it knows of none. */
export type Saved = { readonly snapshot: number | null; readonly backup: number | null };

const ageLine = (what: Words, at: number | null | undefined, now: number): Words => {
  if (at == null || Number.isNaN(now))
    return text(
      `${what.en}: none by this bot is known; what others took it does not see`,
      `${what.ko}: 이 봇이 만든 기록이 없음(다른 방법으로 만든 것은 알 수 없음)`,
    );
  const hours = Math.max(0, Math.floor((now - at) / 3_600_000));
  const days = Math.floor(hours / 24);
  const stamp = new Date(at).toISOString().slice(0, 16).replace('T', ' ');
  return text(
    `${what.en}: ${days > 0 ? counted(days, 'day') : counted(hours, 'hour')} old (${stamp} UTC)`,
    `${what.ko}: ${days > 0 ? `${days}일` : `${hours}시간`} 전(${stamp} UTC)`,
  );
};

export const preventionOf = (seen: Observation, saved: Saved | undefined): readonly Words[] => [
  quotaLine(seen),
  fragmentsLine(seen),
  certificatesLine(seen),
  ageLine(text('Last good backup', '마지막 정상 백업'), saved?.backup, Date.parse(seen.at)),
  ageLine(text('Last good snapshot', '마지막 정상 스냅샷'), saved?.snapshot, Date.parse(seen.at)),
  restartsLine(seen),
];
