import { createHash } from 'node:crypto';
import type { Observation } from '../cluster/observation.ts';
import { healthyAfter, quorumOf, standingOf } from '../cluster/quorum.ts';
import { witnessOf } from '../cluster/witness.ts';
import { shownLine } from '../commands/command.ts';
import type { Check } from '../model/check.ts';
import type { Answer, AskKind } from '../model/click.ts';
import type { Command } from '../model/command.ts';
import { shortInstance } from '../model/instance.ts';
import type { Witness } from '../model/witness.ts';
import { asReadBy } from '../runbooks/expected.ts';
import { etcdStopped, withOwnAddition } from '../runbooks/member.ts';
import type { Step, StepContext } from '../runbooks/runbook.ts';
import { targetOf } from '../runbooks/step-context.ts';
import type { RunEvent, WindowAsked } from '../runs/events.ts';
import { windingDown } from '../runs/next.ts';
import type { Run, StepRun } from '../runs/run.ts';
import { versionOf } from '../runs/steps.ts';
import type { Words } from '../words.ts';

/** The fingerprint that an approval of this step is given for: the cluster's, and vCenter's power states where read. Exported for its tests. */
export const witnessOfContext = (context: StepContext): Witness => ({
  ...witnessOf(context.seen, context.target),
  ...vcenterOf(context),
});

const vcenterOf = ({ vms }: StepContext): Witness =>
  Object.fromEntries(
    Object.entries(vms).map(([instance, vm]) => [
      `vCenter ${instance}`,
      'unread' in vm ? 'unreadable' : `${vm.power} ${vm.instanceUuid}`,
    ]),
  );

const inItsWords = (context: StepContext): Witness => {
  const { files } = targetOf(context) ?? {};
  const empty = files?.memberDir === true && files.walFiles === 0 && files.dbBytes === null;
  const who = shortInstance(context.target);
  return {
    [`${who} etcd process`]: etcdStopped(context) ? 'stopped' : 'not stopped',
    [`${who} data`]: files ? (empty ? 'empty' : 'there') : 'not read',
  };
};

/** The state that this step is approved for. In a window it tells more of the failed member, which the window changes, and
 *  nothing that the step does not read. */
export const witnessFor = (step: Step | null, context: StepContext): Witness => {
  if (!step?.window) return witnessOfContext(context);
  const seen = withOwnAddition(asReadBy(step, context));
  return step.needs?.includes('alone') ? vcenterOf(seen) : { ...witnessOfContext(seen), ...inItsWords(seen) };
};

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
  /** Asked once with the steps after it. */
  readonly window?: WindowAsked | null;
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

/** Between two acts without quorum nothing is read of the members. */
const isSeen = ({ seen }: StepContext): boolean => seen.masters.length > 0;

/** A change of this run began, and as many members as served when it was asked for are not seen now: its own doing, until the
 *  opposite is shown. */
const inOwnOutage = (run: Run, healthy: number | null): boolean => {
  const began = run.steps.some(step => step.began && step.planned.kind === 'change');
  const before = run.steps.flatMap(({ asks }) =>
    asks.flatMap(({ members }) => (members ? [members.healthy] : [])),
  );
  return began && before.length > 0 && (healthy === null || healthy < Math.max(...before));
};

/** Of all that is approved at once. */
export const windowDigest = (window: WindowAsked): string =>
  createHash('sha256')
    .update(JSON.stringify([...window.steps, ...window.safe].map(({ step, digest }) => [step, digest])))
    .digest('hex');

/** What a person is asked, with everything that they need to decide. */
export const asked = (ask: Ask): Extract<RunEvent, { kind: 'asked' }> => {
  const witness = ask.context ? witnessFor(ask.step, ask.context) : {};
  const { window } = ask;
  const members = ask.context && isSeen(ask.context) ? membersAround(ask.step, ask.context) : null;
  return {
    kind: 'asked',
    step: ask.at.planned.id,
    attempt: ask.at.attempt + 1,
    ask: ask.ask,
    options: optionsOf(ask),
    line: ask.command ? shownLine(ask.command) : ask.at.planned.line,
    digest: window ? windowDigest(window) : askDigest(ask.step, ask.command, witness),
    witness,
    people: ask.people,
    why: ask.why,
    guards: ask.guards,
    ...(ask.step ? { declared: versionOf(ask.step) } : {}),
    ...(members ? { members } : {}),
    ...(inOwnOutage(ask.run, members?.healthy ?? null) ? { ownOutage: true } : {}),
    ...(window ? { window } : {}),
  };
};
