import { membersNow } from '../approvals/ask.ts';
import { type Calling, dueCall, noQuorumSince } from '../approvals/calling.ts';
import type { Callee } from '../model/person.ts';
import { isMissed } from '../readings/reading.ts';
import type { RunEvent } from '../runs/events.ts';
import type { Run } from '../runs/run.ts';
import type { Engine } from './engine.ts';

/** Who is called when nobody answers. */
export type CallRules = Calling & {
  /** A second group, once the first one's reminders are through; null: the first is called again. */
  readonly further: Callee | null;
  readonly hasPager: boolean;
};

/** What the wait costs, as the cluster is read now; nothing where it could not be read. */
const cost = async (engine: Engine, run: Run, now: number) => {
  const { cluster, deployment } = run.started;
  const seen = await engine.observer.look({ cluster, deployment }, { needs: [] });
  if (isMissed(seen)) return {};
  const members = membersNow(seen);
  const since = noQuorumSince(run);
  const lost = members.of - members.down < members.quorum;
  return { members, ...(lost && since !== null ? { noWritesSeconds: (now - since) / 1000 } : {}) };
};

/** The entry that calls people again, where one is due; only looks. */
export const callDue = async (
  engine: Engine,
  run: Run,
  now: number,
  rules: CallRules,
): Promise<RunEvent | null> => {
  const due = dueCall(run, now, rules);
  if (!due) return null;
  const { step, n } = due;
  const same = step.asked?.to ?? [];
  return {
    kind: 'called',
    step: step.planned.id,
    attempt: step.attempt,
    n,
    to: due.further && rules.further ? [rules.further] : same,
    page: due.further && rules.hasPager,
    ...(await cost(engine, run, now)),
  };
};
