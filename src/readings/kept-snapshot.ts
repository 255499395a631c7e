import type { Ran } from '../model/command.ts';
import { type Words, withMove } from '../words.ts';
import { type HashObservation, hashOf } from './etcd-hash.ts';
import { findJson } from './json.ts';
import { lastLine, missed, type Reading } from './reading.ts';
import { sectionsOf } from './sections.ts';
import { roomIn } from './snapshot.ts';
import { notUnderstood } from './trouble.ts';

/** A snapshot on the jump host, with the sum that it had on its VM. */
export type KeptObservation = {
  /** The whole path there. */
  readonly path: string;
  /** UTC, `2026-11-25`. */
  readonly day: string;
  /** The VM's own copy. */
  readonly onVm: 'removed' | 'there';
  /** The hash of the copy that was restored here; null where it gave none. 'not-tried': none was to be restored, or
   *  `room` says why. */
  readonly restored: HashObservation | null | 'not-tried';
  readonly room: { readonly free: string; readonly db: string } | null;
};

const expected: Words = { en: 'a snapshot’s place on the jump host', ko: '점프 호스트의 스냅샷 위치' };

const whyNot = (ran: Ran, sections: ReadonlyMap<string, string>): Words | null => {
  const said = lastLine(sections.get('copy') ?? '') || lastLine(ran.stderr);
  switch (ran.exitCode) {
    case 11:
      return withMove({
        en: `Its folder on the jump host cannot be written (${lastLine(ran.stderr) || 'no reason given'}). Make room or rights there, then try again.`,
        ko: `점프 호스트의 저장 폴더에 쓸 수 없습니다(${lastLine(ran.stderr) || '이유 없음'}). 공간과 권한을 확인한 뒤 다시 시도하세요.`,
      });
    case 12:
      return withMove({
        en: `bosh scp did not bring it to the jump host (${said}). It is on its VM as before; look whether \`bosh ssh\` reaches the VM, then try again.`,
        ko: `bosh scp로 점프 호스트에 복사하지 못했습니다(${said}). 스냅샷은 VM에 그대로 있습니다. \`bosh ssh\` 접속을 확인한 뒤 다시 시도하세요.`,
      });
    case 13:
      return withMove({
        en: `The copy on the jump host sums to ${(sections.get('file') ?? '').trim().slice(0, 12) || 'nothing'} and not to what it was on its VM, so it was removed. It is on its VM as before; try again.`,
        ko: `점프 호스트 복사본의 sha256(${(sections.get('file') ?? '').trim().slice(0, 12) || '없음'})이 VM의 원본과 달라 지웠습니다. 스냅샷은 VM에 그대로 있으니 다시 시도하세요.`,
      });
    default:
      return null;
  }
};

const restoredIn = (
  sections: ReadonlyMap<string, string>,
  revision: number | null,
): KeptObservation['restored'] => {
  if (!sections.has('restored')) return sections.has('restore') ? null : 'not-tried';
  return revision === null ? null : hashOf(findJson(sections.get('restored') ?? ''), revision);
};

/** src/commands/keep-snapshot.ts. `revision`: of the snapshot, as its VM told it. */
export const readKept = (ran: Ran, revision: number | null): Reading<KeptObservation> => {
  const sections = sectionsOf(ran.stdout);
  const [path, day, onVm] = ['kept', 'day', 'vm'].map(name => (sections.get(name) ?? '').trim());
  if (ran.end !== 'exited' || !sections.has('end') || !path || !day) {
    const why = ran.end === 'exited' ? whyNot(ran, sections) : null;
    return why ? missed(why) : notUnderstood(ran, expected);
  }
  return {
    path,
    day,
    onVm: onVm === 'removed' ? 'removed' : 'there',
    restored: restoredIn(sections, revision),
    room: roomIn(sections.get('not-tried')),
  };
};
