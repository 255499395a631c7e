import type { Entry } from '../ports/run-log.ts';
import type { RunEvent } from '../runs/events.ts';
import { healedBy } from '../runs/proven.ts';
import type { Run } from '../runs/run.ts';

/** A look that the record kept: facts by name, as the people who were asked saw them. */
type Look = { readonly at: number; readonly facts: Readonly<Record<string, string>> };
/** `proof`: what the step read that showed the cluster healed. */
export type Looks = { readonly first: Look | null; readonly last: Look | null; readonly proof: Look | null };

const lookOf = (entry: Entry<RunEvent> | undefined): Look | null =>
  entry?.event.kind === 'asked' ? { at: entry.at, facts: entry.event.witness } : null;

/** How the cluster stood at the first question, at the last one, and when it was proven healed. */
export const looksOf = (run: Run, entries: readonly Entry<RunEvent>[]): Looks => {
  const asked = entries.filter(
    ({ event }) => event.kind === 'asked' && Object.keys(event.witness).length > 0,
  );
  const proof = healedBy(run)?.settled;
  return {
    first: lookOf(asked[0]),
    last: asked.length > 1 ? lookOf(asked.at(-1)) : null,
    proof: proof ? { at: proof.at, facts: proof.facts } : null,
  };
};

/** `c3` of `master/774bfafe=c3` stands at the proof for `master/774bfafe etcd`; the leader's id for `leader`. */
const proven = ({ proof }: Looks): ReadonlyMap<string, string> => {
  const { members = '', leader } = proof?.facts ?? {};
  const pairs = members.split(' ').flatMap((each): readonly (readonly [string, string])[] => {
    const [master, id] = each.split('=');
    return master && id && id !== '-' ? [[`${master} etcd`, `healthy as member ${id}`]] : [];
  });
  return new Map(leader ? [['leader', leader], ...pairs] : pairs);
};

/** Each fact as it was at the first question, at the last one, and where it was proven; what differs first. */
export const factRows = (looks: Looks) => {
  const { first, last } = looks;
  const at = proven(looks);
  const names = [
    ...new Set([...Object.keys(first?.facts ?? {}), ...Object.keys(last?.facts ?? {}), ...at.keys()]),
  ];
  const rows = names.map(name => {
    const values = [first?.facts[name] ?? null, last?.facts[name] ?? null, at.get(name) ?? null] as const;
    const [before, after, end] = values;
    return {
      name,
      values,
      changed: before !== null && [after, end].some(later => later !== null && later !== before),
    };
  });
  return [...rows.filter(row => row.changed), ...rows.filter(row => !row.changed)];
};

/** The columns that there are: of each its place among a row's values, and the moment. */
export const columnsOf = ({ first, last, proof }: Looks) =>
  [first, last, proof].flatMap((look, index) => (look ? [{ index, at: look.at }] : []));
