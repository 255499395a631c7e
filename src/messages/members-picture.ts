import { laggard } from '../cluster/lag.ts';
import type { MasterObservation, Observation } from '../cluster/observation.ts';
import { answering, standingOf } from '../cluster/quorum.ts';
import type { Verdict } from '../cluster/verdict-types.ts';
import { shortInstance } from '../model/instance.ts';
import type { Locale, Words } from '../words.ts';
import { commandLine, type KnownBlock, rich } from './blocks.ts';
import type { Room } from './drawn.ts';
import { cut, flat } from './text.ts';

const words = {
  leader: { en: 'leader', ko: '리더' },
  follower: { en: 'follower', ko: '팔로워' },
  leaderless: { en: 'knows no leader', ko: '리더를 모름' },
  down: { en: 'etcd gives no answer', ko: 'etcd 응답 없음' },
  sick: { en: 'etcd is unhealthy', ko: 'etcd 비정상' },
  noVm: { en: 'no VM', ko: 'VM 없음' },
  unseen: { en: 'not seen', ko: '확인하지 못함' },
  alone: { en: 'a cluster of its own', ko: '별도 클러스터' },
} satisfies Record<string, Words>;

const bars = 4;
type Figures = {
  readonly term: string;
  readonly applied: string;
  readonly bar: string;
  readonly word: Words;
};

const behindWords = (word: Words, behind: number): Words =>
  behind === 0 ? word : { en: `${word.en}, ${behind} behind`, ko: `${word.ko}, ${behind}만큼 뒤처짐` };

const down = (master: MasterObservation): Words => {
  if (master.cid === null) return words.noVm;
  if (master.etcd === null) return words.unseen;
  return master.etcd.up ? words.sick : words.down;
};

/** Entries that it lags by; indexes of two looks are of two moments, so their difference alone is no lag. */
const behindOf = (master: MasterObservation, seen: Observation): number => {
  const late = laggard(standingOf(seen).healthy);
  return late?.of === 'peer' && late.member.master === master ? late.behind : 0;
};

const figures = (master: MasterObservation, most: number, behind: number, verdict: Verdict): Figures => {
  const last = answering(master)?.last;
  if (!last) return { term: '-', applied: '-', bar: '░'.repeat(bars), word: down(master) };
  const { raftAppliedIndex: applied, leaderId, memberId, raftTerm } = last;
  const full = most === 0 ? bars : Math.max(1, Math.floor((bars * applied) / most));
  const filled = behind > 0 ? Math.min(full, bars - 1) : bars;
  const own = verdict.name === 'rogue' && verdict.target.includes(master.instance);
  const role = leaderId === null ? words.leaderless : leaderId === memberId ? words.leader : words.follower;
  return {
    term: String(raftTerm),
    applied: String(applied),
    bar: '█'.repeat(filled) + '░'.repeat(bars - filled),
    word: own ? words.alone : behindWords(role, behind),
  };
};

const mark = (master: MasterObservation, verdict: Verdict): string => {
  const last = answering(master)?.last;
  if (!last) return master.etcd === null && master.cid !== null ? '?' : '✗';
  if (verdict.target.includes(master.instance)) return '✗';
  return last.leaderId === last.memberId ? '★' : '●';
};

const widest = (values: readonly string[]): number => Math.max(...values.map(value => value.length));

/**
 * The members side by side as Slack shows them everywhere, a phone too: who leads, each one's term and how far it has applied
 * the log. What is of another width in Korean stands at the end of the line.
 */
export const membersPicture = (
  seen: Observation,
  verdict: Verdict,
  room: Room,
  locale: Locale,
): KnownBlock[] => {
  const masters = seen.masters.slice(0, Math.min(room.items, 5));
  if (masters.length === 0) return [];
  const most = Math.max(0, ...masters.map(master => answering(master)?.last.raftAppliedIndex ?? 0));
  const rows = masters.map(master => ({
    // Forty letters is what a phone shows in a line.
    name: cut(flat(shortInstance(master.instance)).replace(/^master\//, ''), 20),
    mark: mark(master, verdict),
    ...figures(master, most, behindOf(master, seen), verdict),
  }));
  const name = widest(rows.map(row => row.name));
  const term = widest(rows.map(row => row.term));
  const applied = widest(rows.map(row => row.applied));
  const figuresOf = (row: (typeof rows)[number]) =>
    row.term === '-' ? '' : `term ${row.term.padStart(term)} index ${row.applied.padStart(applied)} `;
  const lines = rows.map(
    row => `${row.mark} ${row.name.padEnd(name)} ${row.bar} ${figuresOf(row)}${row.word[locale]}`,
  );
  return [rich(commandLine(lines.join('\n'), 1000))];
};
