import { createHash } from 'node:crypto';
import type { Observation } from '../cluster/observation.ts';
import { healthyAfter, quorumOf, standingOf } from '../cluster/quorum.ts';
import { witnessOf } from '../cluster/witness.ts';
import { shownLine } from '../commands/command.ts';
import type { Check } from '../model/check.ts';
import type { Answer, AskKind } from '../model/click.ts';
import type { Command } from '../model/command.ts';
import type { Witness } from '../model/witness.ts';
import type { Step, StepContext } from '../runbooks/runbook.ts';
import type { RunEvent } from '../runs/events.ts';
import { windingDown } from '../runs/next.ts';
import type { Run, StepRun } from '../runs/run.ts';
import { versionOf } from '../runs/steps.ts';
import type { Words } from '../words.ts';

/** The fingerprint that an approval of this step is given for: the cluster's, and vCenter's power states where read. */
export const witnessOfContext = (context: StepContext): Witness => ({
  ...witnessOf(context.seen, context.target),
  ...Object.fromEntries(
    Object.entries(context.vms).map(([instance, vm]) => [
      `vCenter ${instance}`,
      'unread' in vm ? 'unreadable' : `${vm.power} ${vm.instanceUuid}`,
    ]),
  ),
});

/** sha256, as hex, of the step and its version, its command and the state that it is approved for: a difference in any of
 *  them is another ask. */
export const askDigest = (step: Step | null, command: Command | null, witness: Witness): string =>
  createHash('sha256')
    .update(JSON.stringify([command?.argv ?? [], witness, step && [step.id, step.version]]))
    .digest('hex');

type Ask = {
  readonly run: Run;
  readonly at: StepRun;
  readonly step: Step | null;
  readonly context: StepContext | null;
  readonly ask: AskKind;
  readonly command: Command | null;
  readonly people: number;
  readonly why: Words;
  readonly guards: readonly Check[];
  /** Of a step that can't run and that this bot would leave out. */
  readonly needless?: boolean;
};

const optionsOf = ({ ask, step, run, needless }: Ask): readonly Answer[] => {
  const stop: readonly Answer[] = windingDown(run) ? [] : ['abort'];
  const leave: readonly Answer[] = step?.skippable || windingDown(run) ? ['skip'] : [];
  switch (ask) {
    case 'approve':
      return windingDown(run) ? ['approve', 'skip'] : ['approve', ...stop];
    case 'approve-or-skip':
      return ['skip', 'approve', ...stop];
    case 'settle':
      return ['happened', 'again', ...stop];
    case 'stuck':
      return needless ? ['skip', 'again', ...stop] : ['again', ...leave, ...stop];
    default:
      return ask satisfies never;
  }
};

/** How many serve, are known not to, and are needed for a write. */
export const membersNow = (seen: Observation) => {
  const { healthy, down } = standingOf(seen);
  const of = seen.masters.length;
  return { healthy: healthy.length, down: down.length, quorum: quorumOf(of), of };
};

const membersAround = (step: Step | null, context: StepContext) => ({
  ...membersNow(context.seen),
  during: healthyAfter(context.seen, step?.takesDown?.(context) ?? []),
});

/** An act of this run began that took healthy members down, and as many as before it are not seen again. */
const inOwnOutage = (run: Run, healthy: number | null): boolean => {
  const before = run.steps.flatMap(({ tookDown }) => (tookDown ? [tookDown.healthy] : []));
  return before.length > 0 && (healthy === null || healthy < Math.max(...before));
};

/** What a person is asked, with everything that they need to decide. */
export const asked = (ask: Ask): Extract<RunEvent, { kind: 'asked' }> => {
  const witness = ask.context ? witnessOfContext(ask.context) : {};
  const members = ask.context ? membersAround(ask.step, ask.context) : null;
  return {
    kind: 'asked',
    step: ask.at.planned.id,
    attempt: ask.at.attempt + 1,
    ask: ask.ask,
    options: optionsOf(ask),
    line: ask.command ? shownLine(ask.command) : ask.at.planned.line,
    digest: askDigest(ask.step, ask.command, witness),
    witness,
    people: ask.people,
    why: ask.why,
    guards: ask.guards,
    ...(ask.step ? { declared: versionOf(ask.step) } : {}),
    ...(members ? { members } : {}),
    ...(inOwnOutage(ask.run, members?.healthy ?? null) ? { ownOutage: true } : {}),
  };
};
