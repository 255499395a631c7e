import { laggard, wantsSecondLook } from '../cluster/lag.ts';
import type { Observation } from '../cluster/observation.ts';
import { agreementOf, viewAgreementOf } from '../cluster/pair.ts';
import { serves, standingOf } from '../cluster/quorum.ts';
import * as vm from '../commands/vm.ts';
import type { Instance } from '../model/instance.ts';
import type { VmAnswer } from '../readings/bosh-ssh.ts';
import type { HashObservation } from '../readings/etcd-hash.ts';
import { commonRevision, type SeenAgain } from '../readings/master.ts';
import type { Probe } from '../readings/probe.ts';
import { isMissed, type Reading } from '../readings/reading.ts';
import { againOf, type SecondLook } from '../readings/second-look.ts';
import type { Need } from '../runbooks/runbook.ts';

/** The second look that comes with the first in one login, so many seconds later; a question that needs neither it nor a
 *  hash has none. Five seconds are waited where an act rests on it. */
export const sampleFor = (
  needs: readonly Need[],
  secondLookMs: number,
  memory: Observation['memory'],
): Parameters<typeof vm.probe>[0] => {
  const remembered = memory?.identity?.hash?.revision ?? null;
  if (needs.includes('second-look')) return { seconds: secondLookMs / 1000, remembered };
  return needs.includes('hash') ? { seconds: Math.min(1000, secondLookMs) / 1000, remembered } : undefined;
};

/** Is it still the history that was seen before? It can be compared only where nothing was compacted since. */
const earlierOf = (
  now: HashObservation | null,
  hashes: SecondLook['hashes'],
  before: HashObservation | null,
) => {
  const then = before === null ? null : (hashes.get(before.revision) ?? null);
  return [now, then].every(each => each?.compactRevision === before?.compactRevision) ? then : null;
};

const seenAgain = (
  { later, hashes }: SecondLook,
  revision: number | null,
  before: HashObservation | null,
): SeenAgain => {
  const hash = revision === null ? null : (hashes.get(revision) ?? null);
  return { later, hash, earlierHash: earlierOf(hash, hashes, before) };
};

type Looks = ReadonlyMap<Instance, SeenAgain>;
type Asking = {
  readonly probes: readonly Probe[];
  readonly needs: readonly Need[];
  readonly memory: Observation['memory'];
  readonly secondLookMs: number;
  /** The cluster as these looks show it. */
  readonly see: (looks: Looks) => Observation;
  /** The same members, asked again. */
  readonly ask: (
    members: readonly Instance[],
    command: vm.VmCommand,
    seconds: number,
  ) => ReadonlyMap<Instance, Promise<Reading<VmAnswer>>>;
};

/** Nothing differs between the members, by two looks at each: a third one would say no more. */
const isSettled = (seen: Observation, needs: readonly Need[]): boolean => {
  const { healthy } = standingOf(seen);
  const agrees = needs.includes('hash') ? agreementOf(healthy) : viewAgreementOf(healthy);
  const silent = seen.masters.some(master => master.etcd?.later === 'silent');
  return !silent && laggard(healthy) === null && (healthy.length < 2 || agrees.agree === true);
};

/** How many seconds from now they are looked at again; null: what was seen is enough. */
const wait = (asking: Asking, looks: Looks, sampled: boolean): number | null => {
  const { probes, needs, secondLookMs } = asking;
  const serving = probes.flatMap(({ etcd }) => (etcd.status !== null && serves(etcd) ? [etcd.status] : []));
  const seconds = secondLookMs / 1000;
  if (!sampled) return probes.length > 1 && wantsSecondLook(serving) ? seconds : null;
  if (isSettled(asking.see(looks), needs)) return null;
  return needs.includes('second-look') ? 0 : seconds;
};

/** The hash that the members have in common and a second look at each: of the login that they were probed in, and where that
 *  is not enough or shows a difference, of one more. */
export const secondLooks = async (asking: Asking): Promise<Looks> => {
  const { probes, needs, memory, secondLookMs } = asking;
  const before = memory?.identity?.hash ?? null;
  const common = needs.includes('hash') ? commonRevision(probes) : null;
  const revision = common?.revision ?? null;
  const sampled = sampleFor(needs, secondLookMs, memory) !== undefined;
  const looks = new Map(
    probes.map(({ instance, sample }) => [instance, seenAgain(sample, revision, before)] as const),
  );
  const seconds = wait(asking, looks, sampled);
  if (seconds === null) return looks;
  const revisions = revision === null ? [] : [...new Set([revision, before?.revision ?? revision])];
  const answers = asking.ask(
    probes.map(each => each.instance),
    vm.etcdAgain(seconds, revisions),
    30 + seconds,
  );
  const asked = [...answers].map(async ([instance, answer]) => {
    const told = await answer;
    const look = isMissed(told) ? told : againOf(told);
    return [
      instance,
      isMissed(look) ? { later: null, hash: look } : seenAgain(look, revision, before),
    ] as const;
  });
  return new Map(await Promise.all(asked));
};
