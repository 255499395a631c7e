import { type Instance, shortInstance } from '../model/instance.ts';
import { counted, joined, josa, text, type Words } from '../words.ts';
import { keptOf, stamp } from './identity.ts';
import type { MasterObservation, Observation } from './observation.ts';
import type { HumanMove } from './verdict-types.ts';

/** From when on a certificate's days are counted on the card itself. */
const soonDays = 30;
const dayMs = 86_400_000;

type End = {
  readonly instance: Instance;
  readonly file: string;
  readonly days: number;
  readonly until: string;
  /** When it was last read, where it could not be read now; null: now. */
  readonly asOf: string | null;
};

const nameOf = (file: string): string => file.split('/').at(-1) ?? file;

/** What was read of it before, where nothing could be read now: a certificate ends whether or not its VM answers. */
const keptEnds = (seen: Observation, { instance }: MasterObservation): readonly End[] => {
  const kept = keptOf(seen);
  return (kept?.certificates?.[instance] ?? []).map(({ file, until }) => ({
    instance,
    file: nameOf(file),
    days: Math.floor((Date.parse(until) - Date.parse(seen.at)) / dayMs),
    until,
    asOf: kept?.at ?? null,
  }));
};
const endsOf = (seen: Observation, master: MasterObservation): readonly End[] =>
  master.certificates?.flatMap(({ file, until, daysLeft }) =>
    until === null || daysLeft === null
      ? []
      : [{ instance: master.instance, file: nameOf(file), days: daysLeft, until, asOf: null }],
  ) ?? keptEnds(seen, master);

/** Of every master, the next to end first. */
const allEnds = (seen: Observation): readonly End[] =>
  seen.masters.flatMap(master => endsOf(seen, master)).toSorted((a, b) => a.days - b.days);

const when = ({ days, until, asOf }: End): Words => {
  const read = asOf === null ? { en: '', ko: '' } : text(`, as read ${stamp(asOf)}`, `, ${stamp(asOf)} 확인`);
  const day = until.slice(0, 10);
  return days < 0
    ? text(`expired ${day}${read.en}`, `${day} 만료됨${read.ko}`)
    : text(`${counted(days, 'day')} left (${day}${read.en})`, `${days}일 남음(${day}${read.ko})`);
};

/** Certificates end together: what is the same on several masters is said once. */
const grouped = (ends: readonly End[]): readonly Words[] =>
  [...Map.groupBy(ends, end => `${end.days} ${end.asOf}`).values()].flatMap(same => {
    const [first] = same;
    if (first === undefined) return [];
    const files = [...new Set(same.map(each => each.file))].join(', ');
    const who = [...new Set(same.map(each => shortInstance(each.instance)))].join(', ');
    const left = when(first);
    return [text(`${files} on ${who}: ${left.en}`, `${who}의 ${files}: ${left.ko}`)];
  });

const unreadable = (seen: Observation): readonly Words[] =>
  seen.masters.flatMap(({ instance, certificates }) => {
    const files = (certificates ?? []).filter(each => each.until === null).map(each => nameOf(each.file));
    if (files.length === 0) return [];
    const [who, what] = [shortInstance(instance), files.join(', ')];
    return [
      text(
        `${what} on ${who} could not be read: when it ends is not known`,
        `${who}의 ${josa(what, '을/를')} 읽지 못해 만료일을 알 수 없음`,
      ),
    ];
  });

/** How TKGI renews them; the bot only reads. */
export const renewMove = (cluster: string): HumanMove => ({
  words: text(
    'renew them the TKGI way (from 1.12 on; before that by CredHub Maestro, with Support)',
    'TKGI 절차로 갱신(1.12부터, 그 이전은 Support와 함께 CredHub Maestro)',
  ),
  command: `tkgi rotate-certificates ${cluster} --all`,
  see: text(
    'its task ends well, and the days on the status card are many again',
    'task가 끝나고 상태 카드의 남은 일수가 늘어남',
  ),
});

/** Days left of each certificate that ends within thirty, and each file that could not be read. */
export const certificateWarnings = (seen: Observation): readonly Words[] => {
  const soon = grouped(allEnds(seen).filter(each => each.days <= soonDays));
  const [which, { words: renew, command }] = [joined(soon), renewMove(seen.cluster)];
  const ending =
    soon.length === 0
      ? []
      : [
          text(
            `Certificates of etcd: ${which.en}. Before they end, ${renew.en}: \`${command}\`.`,
            `etcd 인증서: ${which.ko}. 만료 전에 ${renew.ko}: \`${command}\`.`,
          ),
        ];
  return [...ending, ...unreadable(seen).map(({ en, ko }) => text(`${en}.`, `${ko}.`))];
};

/** The next one to end, and what is not known of the others. */
export const certificatesLine = (seen: Observation): Words => {
  const [first] = allEnds(seen);
  const unread = seen.masters
    .filter(master => master.certificates == null)
    .map(({ instance }) => shortInstance(instance));
  const known = first === undefined ? [] : grouped([first]);
  const not =
    unread.length === 0
      ? []
      : [text(`not read on ${unread.join(', ')}`, `${unread.join(', ')}에서 읽지 못함`)];
  const all = joined([...known, ...not, ...unreadable(seen)]);
  return text(`Certificates: ${all.en || 'not known'}`, `인증서: ${all.ko || '알 수 없음'}`);
};
