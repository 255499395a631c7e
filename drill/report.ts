import { notFor } from '../src/cluster/cure-reasons.ts';
import type { CureName } from '../src/cluster/verdict-types.ts';
import { quoteArgv } from '../src/commands/quote.ts';
import { hashOf } from '../src/readings/etcd-hash.ts';
import { findJson } from '../src/readings/json.ts';
import { cureNamed } from '../src/runbooks/index.ts';
import type { RunOutcome } from '../src/runs/events.ts';
import type { Run, StepRun } from '../src/runs/run.ts';
import type { Box } from './box.ts';
import type { Tally } from './director-tally.ts';
import { allowedFor } from './drills/cases.ts';
import { outageSecondsOf } from './drills/power-order.ts';
import { type Fault, type FaultName, faults } from './foundation/faults/index.ts';
import { hashkv } from './foundation/known-lines.ts';
import type { DrillOptions } from './options.ts';
import { commandSecondsOf, outageOwnSecondsOf, ownSecondsOf } from './own-seconds.ts';
import type { ToolsUsed, VmsOverSsh } from './real-tools/tools.ts';
import type { SlackTally } from './slack-tally.ts';

export type Outcome = RunOutcome | 'refused';

/** The one document that `--json` prints last. */
export type Report = Tally &
  SlackTally & {
    readonly fault: string;
    readonly route: string;
    readonly outcome: Outcome;
    readonly reason: string | null;
    readonly etcd: 'real' | 'modelled';
    /** As in JUMP_HOST, without the drill's own port and user. */
    readonly jumpHost: 'local' | 'ssh';
    /** The releases that did the work, or `stand-in`. */
    readonly tools: ToolsUsed;
    /** What came to the VMs over a real ssh, and what of it no VM of the box does; null: nobody went there by ssh. */
    readonly vmsOverSsh: VmsOverSsh | null;
    readonly members: number;
    readonly hashEqual: boolean;
    readonly ackedWrites: number;
    readonly lostWrites: number;
    readonly rogueWrites: number;
    readonly writeGapMs: number;
    readonly holdSeconds: number;
    readonly steps: readonly {
      id: string;
      command: string;
      outcome: string;
      seconds: number;
      approvedBy: readonly string[];
    }[];
    readonly seconds: number;
    /** Between the second power-off and the next power-on; null where fewer than two masters were off. */
    readonly outageSeconds: number | null;
    /** What a plain script of the same command lines takes, without the hold. */
    readonly commandSeconds: number;
    /** Of both, what the bot itself took: without commands, the hold, and waits for people. */
    readonly ownSeconds: number;
    readonly outageOwnSeconds: number | null;
    /** Once Slack is back; null: it never was away. */
    readonly channelComplete: boolean | null;
    /** What the channel lacks of the record. */
    readonly channelLacks: readonly string[];
  };

const stepLine = (step: StepRun) => ({
  id: step.planned.id,
  command: step.began?.line ?? step.asked?.line ?? step.planned.line,
  outcome: step.settled?.outcome ?? step.state,
  seconds: step.began && step.settled ? Math.round((step.settled.at - step.began.at) / 100) / 10 : 0,
  approvedBy: step.approvedBy.map(person => person.name),
});

/** Read from the members themselves, not from the bot. */
const hashes = async ({ foundation }: Box): Promise<readonly (number | null)[]> =>
  Promise.all(
    foundation.machines.masters.map(
      async master =>
        hashOf(findJson((await master.run(quoteArgv(hashkv(0))).catch(() => ({ stdout: '' }))).stdout))
          ?.hash ?? null,
    ),
  );

type Played = {
  readonly options: DrillOptions;
  readonly box: Box;
  readonly outcome: Outcome;
  readonly run: Run | null;
  readonly reason: string | null;
  readonly seconds: number;
  readonly gap: number;
  readonly tally: Tally & SlackTally;
  readonly missing: readonly string[] | null;
};

export const report = async ({
  options,
  box,
  outcome,
  run,
  reason,
  seconds,
  gap,
  tally,
  missing,
}: Played): Promise<Report> => {
  const all = await hashes(box);
  const outageSeconds = outageSecondsOf(box.foundation.effects.all());
  return {
    fault: options.fault,
    route: options.route ?? run?.started.cure ?? 'proposed',
    outcome,
    reason,
    etcd: box.foundation.machines.etcdKind,
    jumpHost: options.jumpHost,
    tools: box.tools,
    vmsOverSsh: box.overSsh(),
    members: all.filter(hash => hash !== null).length,
    hashEqual: all.every(hash => hash !== null && hash === all[0]),
    ackedWrites: box.writers.ackedCount(),
    lostWrites: (await box.writers.missing()).length,
    rogueWrites: (await box.writers.phantoms()).length,
    writeGapMs: Math.round(gap),
    holdSeconds: options.holdSeconds,
    steps: run?.steps.map(stepLine) ?? [],
    seconds: Math.round(seconds * 10) / 10,
    outageSeconds,
    commandSeconds: commandSecondsOf(run),
    ownSeconds: ownSecondsOf(run, seconds, options.holdSeconds),
    outageOwnSeconds: outageOwnSecondsOf(run, outageSeconds),
    channelComplete: missing === null ? null : missing.length === 0,
    channelLacks: missing ?? [],
    ...tally,
  };
};

/** A refusal that names the fault's verdict, and this cure where one was asked for, or what the fault wants said of it: any
 *  other reason is a fault of the drill's. */
export const isRefusalOf = (reason: string | null, cure: CureName | null, fault: FaultName): boolean => {
  const { verdict, refuses }: Fault = faults[fault];
  if (refuses !== undefined && (cure ?? refuses.cure) === refuses.cure)
    return reason !== null && refuses.says.some(words => reason.includes(words));
  const { en, ko } = notFor(cure, verdict);
  return reason !== null && [en, ko].some(words => reason.includes(words));
};

/** Nothing was lost, and it healed or refused a cure that this fault's verdict does not allow, for that reason. */
export const wentRight = (done: Report, fault: FaultName): boolean => {
  if (done.lostWrites > 0 || done.channelComplete === false) return false;
  // A line that is not listed is one that nobody has thought about.
  if (done.vmsOverSsh && done.vmsOverSsh.refused.length > 0) return false;
  if (done.outcome === 'healed') return done.hashEqual && done.members === 3;
  const allowed = allowedFor(fault);
  const asked = done.route === 'proposed' ? (allowed[0] ?? null) : cureNamed(done.route);
  if (done.outcome !== 'refused' || (asked !== null && allowed.includes(asked))) return false;
  return isRefusalOf(done.reason, asked, fault);
};
