import type { Words } from '../words.ts';
import { whyNotThis } from './cure-reasons.ts';
import { type CureName, cureNames, type VerdictName } from './verdict-types.ts';

/** Least invasive first: the first allowed one is proposed. */
const fits: Readonly<Record<VerdictName, readonly CureName[]>> = {
  healthy: [],
  'process-down': ['restart-process'],
  /** The original is only ever for this one: every other fault it makes worse (docs/evidence.md#lost-disks). */
  'raft-log-lost': ['move-leader', 'replace-member', 'disk-loss-original'],
  'disk-lost': ['replace-member'],
  'disk-lost-bootstrap': ['replace-member'],
  corrupt: ['replace-member'],
  'half-added': ['remove-half-added'],
  'removed-id': ['replace-member'],
  rogue: ['replace-member'],
  'no-space': ['free-space'],
  lagging: [],
  'quorum-lost': [],
  'quorum-stopped': ['start-quorum'],
  're-bootstrapped-empty': [],
  'pair-disagrees': [],
  'not-enough-seen': [],
};

/** Cures that need something known that is not, and what. */
export type Unproven = Readonly<Partial<Record<CureName, Words>>>;

type Cures = {
  readonly proposed: CureName | null;
  readonly allowed: readonly CureName[];
  readonly disallowed: Readonly<Partial<Record<CureName, Words>>>;
};

/** Which cures a verdict allows, and for each other one why not. `stop`: a reason that holds against all of them;
 *  `recreate`: another process than etcd fails on exactly one master; `unproven`: what else a cure needs known and is not;
 *  `also`: cures that fit this finding beside those of its name. */
export const curesFor = (
  name: VerdictName,
  stop: Words | null,
  recreate: boolean,
  unproven: Unproven = {},
  also: readonly CureName[] = [],
): Cures => {
  const all: readonly CureName[] = name === 'healthy' && recreate ? ['recreate'] : [...fits[name], ...also];
  const fitting = all.filter(cure => unproven[cure] === undefined);
  const allowed = stop === null ? fitting : [];
  const disallowed = cureNames
    .filter(cure => !allowed.includes(cure))
    .map(
      cure =>
        [
          cure,
          fitting.includes(cure) && stop !== null
            ? stop
            : ((all.includes(cure) ? unproven[cure] : undefined) ?? whyNotThis(cure, name, stop)),
        ] as const,
    );
  return { proposed: allowed[0] ?? null, allowed, disallowed: Object.fromEntries(disallowed) };
};
