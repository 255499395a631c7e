import { endedBadly, underWay } from './last-attempt.ts';
import type { CertificateObservation, MasterObservation } from './observation.ts';

/** Why a member gave no status, by etcdctl's own words (real 3.4.23; 3.5 where they differ). */
type Silence = 'refused' | 'certificate' | 'auth' | 'permission' | 'no-leader' | 'timeout' | 'unknown';

const certificate =
  /x509:|certificate has expired|tls: (?:bad|expired|unknown) certificate|failed to verify (?:client )?certif|authentication handshake failed/;
const words: readonly (readonly [Silence, RegExp])[] = [
  ['certificate', certificate],
  ['refused', /connection refused/],
  [
    'auth',
    /user name is empty|user name not found|invalid auth token|authentication failed|etcdserver: permission denied/,
  ],
  [
    'permission',
    /[Pp]ermission denied|Operation not permitted|command not found|: not found|[Nn]o such file or directory/,
  ],
  ['no-leader', /etcdserver: no leader/],
  ['timeout', /[Dd]eadline ?[Ee]xceeded|timed out|i\/o timeout/],
];
export const silenceOf = (said: string): Silence =>
  words.find(([, pattern]) => pattern.test(said))?.[0] ?? 'unknown';

export const expiredOf = (master: MasterObservation): readonly CertificateObservation[] =>
  (master.certificates ?? []).filter(each => each.daysLeft !== null && each.daysLeft < 0);

/** Its own lines about whom it turned away: a scanner's or a client's trouble too, so other words come first. */
const logTurnsAway = (log: string): boolean =>
  log
    .split('\n')
    .some(
      line => /rejected connection|could not connect|failed to verify/.test(line) && certificate.test(line),
    );

export const monitWord = (master: MasterObservation): string | null =>
  master.monit?.find(process => process.name === 'etcd')?.state ?? null;
const stopped = /^(?:not monitored|unmonitored|does not exist|execution failed|stopped)/i;
const pending = /pending|initializing|starting/i;
const monitSays = (master: MasterObservation, what: RegExp): boolean => what.test(monitWord(master) ?? '');

export type NotServing = 'down' | 'answers' | 'starting' | 'unasked' | Silence;

const turnsAway = (master: MasterObservation, silence: Silence | null): boolean =>
  silence === 'certificate' || expiredOf(master).length > 0 || logTurnsAway(master.lastStartBlock ?? '');

/** It answers, healthy or not. With expired peer certificates it does so whole, and nobody gets a leader. */
const ofOneThatAnswers = (master: MasterObservation, silence: Silence | null): NotServing => {
  if (silence === 'auth') return 'auth';
  return (master.etcd?.status?.leaderId ?? null) === null && turnsAway(master, silence)
    ? 'certificate'
    : 'answers';
};

/** Whether monit is starting it just now, nobody knows where monit was not read. */
const ofRefused = ({ monit, lastStartBlock }: MasterObservation): NotServing => {
  if (monit === null) return 'unknown';
  return underWay(lastStartBlock ?? '') ? 'starting' : 'down';
};

const ofOneThatIsSilent = (master: MasterObservation, silence: Silence | null): NotServing => {
  // What kept nothing but `up` asked monit nothing either.
  if (silence !== null && monitSays(master, pending)) return 'starting';
  if (monitSays(master, stopped) || endedBadly(master.lastStartBlock ?? '')) return 'down';
  if (silence === 'refused') return ofRefused(master);
  return turnsAway(master, silence) ? 'certificate' : (silence ?? 'down');
};

/**
 * What a master that does not serve is known to be. `down`: a witness says that there is no process: monit, a refused
 * connection, its own last words; or a recording that kept nothing but `up`. All else is no answer, which is not down.
 */
export const notServing = (master: MasterObservation): NotServing => {
  const { etcd, cid } = master;
  if (etcd === null) return cid === null ? 'down' : 'unasked';
  const silence = etcd.said === undefined ? null : silenceOf(etcd.said ?? '');
  return etcd.up ? ofOneThatAnswers(master, silence) : ofOneThatIsSilent(master, silence);
};
