import { type Locale, same, type Words } from '../words.ts';
import { bold, code, type Piece, piece } from './blocks.ts';

/** Names that the steps and the end of a run give to what was read. A name that is not here is shown as it is. */
const labels: Readonly<Record<string, Words>> = {
  'hash before': { en: 'Hash before', ko: '복구 전 해시' },
  'hash after': { en: 'Hash after', ko: '복구 후 해시' },
  'longest write gap seen': { en: 'Longest write gap seen', ko: '관측된 최장 쓰기 공백' },
  'break-glass': { en: 'Break-glass: one approval was enough', ko: '비상 승인(1명 승인으로 진행)' },
  snapshot: { en: 'Snapshot', ko: 'Snapshot' },
  resurrection: { en: 'Resurrection', ko: 'Resurrection' },
  hash: { en: 'Hash', ko: '해시' },
  leader: { en: 'Leader', ko: '리더' },
  members: { en: 'Members', ko: '멤버' },
  starts: { en: 'etcd starts', ko: 'etcd 기동' },
  path: { en: 'Path', ko: '경로' },
  on: { en: 'On', ko: '위치' },
  bytes: { en: 'Bytes', ko: '크기(bytes)' },
  id: { en: 'Member id', ko: '멤버 id' },
  url: { en: 'Peer URL', ko: 'peer URL' },
  how: { en: 'How', ko: '방법' },
  instance: { en: 'Instance', ko: '인스턴스' },
  joined: { en: 'Failed member joined', ko: '장애노드 합류' },
  state: { en: 'State', ko: '상태' },
  found: { en: 'As found', ko: '발견 당시' },
  readBy: { en: 'Read by', ko: '읽힌 멤버 수' },
  of: { en: 'Of', ko: '전체' },
};

export const factLabel = (name: string): Words => labels[name] ?? same(name);

const longWord = /\S{40}/;

/** `label: value`, as one entry of a list. */
export const factWords = (name: string, value: Words, max: number, locale: Locale): Piece[] => [
  bold(`${factLabel(name)[locale]}: `, 80),
  // Code breaks anywhere: a hash does not push the card aside.
  longWord.test(value[locale]) ? code(value[locale], max) : piece(value[locale], max),
];
