import type { types } from '@slack/bolt';
import type {
  EtcdStatus,
  MasterObservation,
  Observation,
  ProcessObservation,
} from '../cluster/observation.ts';
import type { Verdict } from '../cluster/verdict-types.ts';
import { shortInstance } from '../model/instance.ts';
import type { Locale, Words } from '../words.ts';
import { cell } from './blocks.ts';
import type { Room } from './drawn.ts';
import { size } from './times.ts';

const words = {
  process: { en: 'BOSH state', ko: 'BOSH 상태' },
  failing: { en: 'not running', ko: '비정상 프로세스' },
  health: { en: 'etcd', ko: 'etcd' },
  role: { en: 'role', ko: '역할' },
  alarms: { en: 'alarms', ko: '알람' },
  dbSize: { en: 'db size', ko: 'DB 크기' },
  none: { en: 'none', ko: '없음' },
  unread: { en: 'not read', ko: '미확인' },
  noVm: { en: 'no VM', ko: 'VM 없음' },
  down: { en: 'no answer', ko: '응답 없음' },
  sick: { en: 'unhealthy', ko: '비정상' },
  healthy: { en: 'healthy', ko: '정상' },
  leader: { en: 'leader', ko: '리더' },
  follower: { en: 'follower', ko: '팔로워' },
  leaderless: { en: 'no leader', ko: '리더 없음' },
} satisfies Record<string, Words>;

const good = new Set(['running', '-', '']);
/** Processes that are not running: monit's own words where they were read, else BOSH's. */
const failing = (master: MasterObservation): readonly ProcessObservation[] =>
  (master.monit ?? master.processes).filter(process => !good.has(process.state.toLowerCase()));

const failingText = (master: MasterObservation, none: string): string =>
  failing(master)
    .map(process => `${process.name} (${process.state})`)
    .join(', ') || none;

const role = (status: EtcdStatus | null | undefined): keyof typeof words | null =>
  !status
    ? null
    : status.leaderId === null
      ? 'leaderless'
      : status.leaderId === status.memberId
        ? 'leader'
        : 'follower';

const health = ({ etcd }: MasterObservation): keyof typeof words =>
  !etcd ? 'unread' : !etcd.up ? 'down' : etcd.healthy ? 'healthy' : 'sick';

type Row = { label: string; of: (master: MasterObservation) => string };

const rows = (locale: Locale): Row[] => {
  const say = (name: keyof typeof words) => words[name][locale];
  const figure = (name: 'raftTerm' | 'raftIndex' | 'revision') => (master: MasterObservation) =>
    String(master.etcd?.status?.[name] ?? '–');
  return [
    { label: 'AZ', of: m => m.az },
    { label: 'IP', of: m => m.ip },
    { label: say('process'), of: m => m.processState || say('noVm') },
    { label: say('failing'), of: m => failingText(m, say('none')) },
    { label: say('health'), of: m => say(health(m)) },
    {
      label: say('role'),
      of: m => {
        const r = role(m.etcd?.status);
        return r ? say(r) : '–';
      },
    },
    { label: 'raft term', of: figure('raftTerm') },
    { label: 'raft index', of: figure('raftIndex') },
    { label: 'revision', of: figure('revision') },
    { label: say('dbSize'), of: m => (m.etcd?.status?.dbSizeBytes ? size(m.etcd.status.dbSizeBytes) : '–') },
    { label: say('alarms'), of: m => (m.etcd?.alarms ? m.etcd.alarms.join(', ') || say('none') : '–') },
    { label: 'VM CID', of: m => (m.cid === null ? say('noVm') : tailOfCid(m.cid)) },
  ];
};

/** The part of a CID that differs; the whole of it stands below the table. */
const tailOfCid = (cid: string): string => (cid.length > 20 ? `…${cid.slice(-12)}` : cid);

const mark = (instance: string, verdict: Verdict): string =>
  verdict.target.includes(instance) ? '❌ ' : verdict.healthy.includes(instance) ? '✅ ' : '❔ ';

/**
 * One column a master and one row a fact, so that what differs stands side by side and the table stays narrow.
 * Slack takes one table in a message.
 */
export const mastersTable = (
  seen: Observation,
  verdict: Verdict,
  room: Room,
  locale: Locale,
): types.TableBlock[] => {
  const masters = seen.masters.slice(0, Math.min(room.items, 9));
  if (masters.length === 0) return [];
  // Names of processes that do not run are what somebody unfolds this for.
  const chars = Math.min(Math.max(room.chars, 70), 120);
  const head = [
    seen.cluster,
    ...masters.map(master => mark(master.instance, verdict) + shortInstance(master.instance)),
  ];
  const body = rows(locale).map(row => [row.label, ...masters.map(row.of)]);
  const table: types.TableBlock = {
    type: 'table',
    rows: [head, ...body].map(row => row.map(value => cell(value, chars))),
    column_settings: head.map(() => ({ is_wrapped: true })),
  };
  return [table];
};
