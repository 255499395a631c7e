import type { EtcdObservation } from '../cluster/observation.ts';
import type { VmAnswer } from './bosh-ssh.ts';
import { type HashObservation, hashOf } from './etcd-hash.ts';
import { stamped, stampOf, statusOf } from './etcd-status.ts';
import { findJson } from './json.ts';
import { missed, type Reading } from './reading.ts';
import { sectionsOf } from './sections.ts';

/** A member looked at once more, and the hashes that it told then. */
export type SecondLook = {
  /** null: it was not looked at again. */
  readonly later: EtcdObservation['later'];
  /** By revision; one that is not there has none. */
  readonly hashes: ReadonlyMap<number, HashObservation>;
};

const hashAt = ([name, text]: readonly [string, string]): readonly (readonly [number, HashObservation])[] => {
  const revision = /^hash (\d+)$/.exec(name)?.[1];
  const hash = revision === undefined ? null : hashOf(findJson(text), Number(revision));
  return hash === null ? [] : [[hash.revision, hash]];
};

/** The sections of src/commands/scripts/sample.sh. A member that told no status then was silent. */
export const secondLookOf = (sections: ReadonlyMap<string, string>): SecondLook => {
  const told = sections.get('later');
  const later = stamped(statusOf(findJson(told ?? '')), stampOf(told ?? ''));
  return {
    later: told === undefined ? null : (later ?? 'silent'),
    hashes: new Map([...sections].flatMap(hashAt)),
  };
};

/** `bosh ssh … again`. */
export const againOf = (vm: VmAnswer): Reading<SecondLook> => {
  const sections = sectionsOf(vm.stdout);
  if (sections.has('end')) return secondLookOf(sections);
  return missed({
    en: `${vm.instance} answered only part of the second look (exit ${vm.exitCode}). Try /pks etcd-status again.`,
    ko: `${vm.instance} 의 두 번째 점검 출력이 중간에 끊겼습니다(exit ${vm.exitCode}). /pks etcd-status를 다시 실행하세요.`,
  });
};
