import type { IdentityObservation } from '../cluster/identity-types.ts';
import type {
  ApiserverObservation,
  CertificateObservation,
  DiskObservation,
  EtcdObservation,
  FilesObservation,
  ProcessObservation,
  StartsObservation,
} from '../cluster/observation.ts';
import type { Instance } from '../model/instance.ts';
import { apiserverOf } from './apiserver.ts';
import type { VmAnswer } from './bosh-ssh.ts';
import { certificatesOf } from './certificates.ts';
import { diskOf } from './disk.ts';
import { alarmsOf, keyCountOf } from './etcd-keys.ts';
import { lastStartBlock, memberWasMissing, startTimes } from './etcd-log.ts';
import { membersOf } from './etcd-members.ts';
import { healthOf, stamped, stampOf, statusOf } from './etcd-status.ts';
import { groundOf } from './ground.ts';
import { identityOf } from './identity.ts';
import { findJson } from './json.ts';
import { monitOf } from './monit.ts';
import { quotaOf } from './quota.ts';
import { missed, type Reading } from './reading.ts';
import { type SecondLook, secondLookOf } from './second-look.ts';
import { sectionsOf } from './sections.ts';

/** Everything that one master told of itself in one login (src/commands/scripts/probe.sh). */
export type Probe = {
  readonly instance: Instance;
  readonly monit: readonly ProcessObservation[] | null;
  /** Without hash and second look. */
  readonly etcd: EtcdObservation;
  /** The second look of the same login, where one was asked for. */
  readonly sample: SecondLook;
  /** null: member/ could not be looked at. */
  readonly files: FilesObservation | null;
  /** undefined: not asked of a member that is healthy. */
  readonly disk: DiskObservation | null | undefined;
  readonly identity: IdentityObservation;
  readonly apiserver: ApiserverObservation;
  readonly lastStartBlock: string | null;
  readonly certificates: readonly CertificateObservation[] | null;
  readonly starts: StartsObservation | null;
};

type Sections = ReadonlyMap<string, string>;

/** A list that could not be had is no empty one. */
const alarmsIn = (text: string | undefined): readonly string[] | null =>
  text === undefined || text.trim() === 'unread' ? null : alarmsOf(text);

const etcdOf = (sections: Sections): EtcdObservation => {
  const status = stamped(statusOf(findJson(sections.get('status') ?? '')), stampOf(sections.get('at') ?? ''));
  const answered = sections.has('health');
  return {
    up: answered || status !== null,
    healthy: answered && healthOf(sections.get('health') ?? ''),
    status,
    later: null,
    hash: null,
    members: membersOf(sections.get('members') ?? ''),
    alarms: answered ? alarmsIn(sections.get('alarms')) : null,
    keyCount: keyCountOf(sections.get('keys') ?? ''),
    quotaBytes: quotaOf(sections.get('quota') ?? ''),
    said: sections.get('said') ?? null,
  };
};

const mountedOf = (text: string): boolean | null => {
  if (/is not a mountpoint|No such file/i.test(text)) return false;
  return /is a mountpoint/i.test(text) ? true : null;
};

/** `df -Pk`: the fourth column is what is free, in KiB. */
const freeBytesOf = (text: string): number | null => {
  const free = /^\S+\s+\d+\s+\d+\s+(\d+)\s+\d+%\s/m.exec(text)?.[1];
  return free === undefined ? null : Number(free) * 1024;
};

/** What could not be listed is not none. */
const walFilesIn = (text: string | undefined): number | null => {
  if (text === undefined || /^unread$/m.test(text)) return null;
  return text.split('\n').filter(name => name.trim().endsWith('.wal')).length;
};

const filesOf = (sections: Sections): FilesObservation | null => {
  if (/^unread$/m.test(sections.get('member') ?? '')) return null;
  const db = (sections.get('db') ?? '').trim();
  return {
    memberDir: /^present$/m.test(sections.get('member') ?? ''),
    memberWasMissing: memberWasMissing(sections.get('birth') ?? ''),
    walFiles: walFilesIn(sections.get('wal')),
    dbBytes: /^\d+$/.test(db) ? Number(db) : null,
    freeBytes: freeBytesOf(sections.get('df') ?? ''),
    mounted: mountedOf(sections.get('mount') ?? ''),
    ground: groundOf(sections.get('ground') ?? ''),
  };
};

const logOf = (sections: Sections): string | null => {
  const log = sections.get('log');
  return log === undefined || /^tail: cannot open/.test(log) ? null : log;
};

/** `bosh ssh … probe`. Half a probe is none: a missing section could be taken for a missing disk. */
export const probeOf = (vm: VmAnswer): Reading<Probe> => {
  const sections = sectionsOf(vm.stdout);
  if (!sections.has('end') || !/^(present|absent|unread)$/m.test(sections.get('member') ?? ''))
    return missed({
      en: `${vm.instance} answered only part of the probe (${sections.size} sections, exit ${vm.exitCode}). Try /pks etcd-status again; if it stays, log in with bosh ssh.`,
      ko: `${vm.instance} 의 점검 출력이 중간에 끊겼습니다(${sections.size}개 구간, exit ${vm.exitCode}). /pks etcd-status를 다시 실행하고, 계속되면 bosh ssh로 직접 확인하세요.`,
    });
  const log = logOf(sections);
  const clock = sections.get('clock')?.trim() ?? '';
  return {
    instance: vm.instance,
    monit: monitOf(sections.get('monit') ?? ''),
    etcd: etcdOf(sections),
    sample: secondLookOf(sections),
    files: filesOf(sections),
    disk: sections.has('disk') ? diskOf(sections.get('disk') ?? '') : undefined,
    identity: identityOf(sections),
    apiserver: apiserverOf(sections.get('apiserver') ?? ''),
    lastStartBlock: log === null ? null : lastStartBlock(log),
    certificates: certificatesOf(sections.get('certificates') ?? '', clock),
    starts: clock === '' ? null : { now: clock, at: startTimes(sections.get('starts') ?? '') },
  };
};
