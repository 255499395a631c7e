import { walWords } from '../cluster/evidence.ts';
import type { FilesObservation, MasterObservation, Observation } from '../cluster/observation.ts';
import { shortInstance } from '../model/instance.ts';
import type { Locale, Words } from '../words.ts';
import { bold, code, container, type KnownBlock, list, type Piece, piece, rich } from './blocks.ts';
import type { Room } from './drawn.ts';
import { size } from './times.ts';

const words = {
  title: { en: 'VMs, disks, files, tasks and locks', ko: 'VM, 디스크, 파일, task, lock' },
  noVm: { en: 'no VM', ko: 'VM 없음' },
  disk: { en: 'disk ', ko: '디스크 ' },
  noDisk: { en: 'no persistent disk', ko: 'persistent disk 없음' },
  files: { en: 'files not read', ko: '파일을 읽지 못함' },
  ignored: { en: 'IGNORED by BOSH', ko: 'BOSH ignore 상태' },
  notIgnored: { en: 'not ignored', ko: 'ignore 아님' },
  bootstrap: { en: 'bootstrap instance', ko: '부트스트랩 인스턴스' },
  wanted: { en: 'desired state ', ko: '목표 상태 ' },
  mounted: { en: '/var/vcap/store mounted', ko: '/var/vcap/store 마운트됨' },
  unmounted: { en: '/var/vcap/store NOT mounted', ko: '/var/vcap/store 마운트 안 됨' },
  mountUnread: { en: 'mount not read', ko: '마운트 확인 못함' },
} satisfies Record<string, Words>;

const mountWords = (mounted: boolean | null | undefined): Words =>
  mounted == null ? words.mountUnread : mounted ? words.mounted : words.unmounted;

const fileWords = (files: FilesObservation | null): readonly Words[] => {
  if (files === null) return [words.files];
  const [db, free] = [files.dbBytes, files.freeBytes];
  return [
    {
      en: `member/ ${files.memberDir ? 'present' : 'absent'}, ${walWords(files.walFiles).en}`,
      ko: `member/ ${files.memberDir ? '있음' : '없음'}, ${walWords(files.walFiles).ko}`,
    },
    db === null ? { en: 'no db file', ko: 'db 파일 없음' } : { en: `db ${size(db)}`, ko: `db ${size(db)}` },
    free === null
      ? { en: 'free space not read', ko: '여유 공간 확인 못함' }
      : { en: `${size(free)} free`, ko: `여유 공간 ${size(free)}` },
    mountWords(files.mounted),
  ];
};

const lineOf = (master: MasterObservation, max: number, locale: Locale): Piece[] => {
  const facts: readonly Words[] = [
    { en: `${words.wanted.en}${master.desired || '?'}`, ko: `${words.wanted.ko}${master.desired || '?'}` },
    master.ignored ? words.ignored : words.notIgnored,
    ...(master.bootstrap ? [words.bootstrap] : []),
    ...fileWords(master.files),
  ];
  const disks = master.diskCids.length === 0 ? [piece(words.noDisk[locale])] : [piece(words.disk[locale])];
  return [
    bold(shortInstance(master.instance), max),
    piece(' · '),
    master.cid === null ? piece(words.noVm[locale]) : code(master.cid, max),
    piece(' · '),
    ...disks,
    ...(master.diskCids.length === 0 ? [] : [code(master.diskCids.join(' '), max)]),
    piece(` · ${facts.map(each => each[locale]).join(' · ')}`, max * 2),
  ];
};

/** What only somebody who looks closer needs, folded away. */
export const detailsBlock = (seen: Observation, room: Room, locale: Locale): KnownBlock => {
  const max = Math.min(room.chars, 200);
  const some = <T>(all: readonly T[]): readonly T[] => all.slice(0, room.items);
  const tasks = some(seen.tasks ?? []).map(task => [
    piece(`task ${task.id} (${task.state}): ${task.description}`, max),
  ]);
  const locks = some(seen.locks ?? []).map(lock => [
    piece(`lock ${lock.type} ${lock.resource}: task ${lock.taskId}`, max),
  ]);
  const masters = some(seen.masters).map(master => lineOf(master, max, locale));
  const rest = [
    [piece(`resurrection: ${seen.resurrection}`)],
    [piece(`deployment: ${seen.deployment}`, max)],
  ];
  return container(words.title[locale], [rich(list([...masters, ...tasks, ...locks, ...rest]))], true);
};
