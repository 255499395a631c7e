import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunbookName } from '../../../src/cluster/verdict-types.ts';
import type { Command, Ran } from '../../../src/model/command.ts';
import { exampleCast, exampleContext } from '../../../src/runbooks/example.ts';
import { runbooks } from '../../../src/runbooks/index.ts';
import type { Step, StepContext } from '../../../src/runbooks/runbook.ts';
import { sshRan } from '../../runbooks/a-context.ts';
import { keptSaid, snapshotSaid } from '../small-world/acts.ts';
import { worldsOf } from './worlds.ts';

/** Where each step's version and conduct are pinned. */
export const conductFile = join(import.meta.dirname, '../../fixtures/conduct.json');

/** What a step does, by what it does in which worlds; none of its sentences. */
export type Conduct = { readonly version: number; readonly does: Readonly<Record<string, string>> };

const hashOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 8);
const orThrown = <T>(act: () => T): T | 'throws' => {
  try {
    return act();
  } catch {
    return 'throws';
  }
};

/** What a command may have printed. */
const outputs: readonly string[] = [
  '',
  sshRan('').stdout,
  sshRan('https://failed.invalid:2380\n').stdout,
  sshRan(snapshotSaid).stdout,
  sshRan('Member f1f1f1f1f1f1f1f1 added to cluster c0').stdout,
  sshRan('Error: etcdserver: unhealthy cluster', 1).stdout,
  keptSaid,
  '[bbr] INFO - Backup created\n',
  "Expected task '7' to succeed but state is 'error'",
  '<title>Welcome to nginx!</title>\n200\n',
];
const nothing: Command = { tool: 'sh', argv: ['sh'], effect: 'reads', deadlineSeconds: 1 };
const ransOf = (command: Command | null): readonly Ran[] =>
  outputs.map((stdout, index) => ({
    ...{ command: command ?? nothing, end: 'exited', why: null, stdout, stderr: '' },
    ...{ exitCode: index === 0 || /rror/.test(stdout) ? 1 : 0, sha256: '', lines: 1, seconds: 1 },
  }));

const letterOf = (word: string): string => word.slice(0, 1);
const proofsOf = (step: Step, context: StepContext, command: Command | null): string => {
  const proofs = [null, ...ransOf(command)].map(ran => orThrown(() => step.proof(context, ran)));
  const facts = proofs.map(proof =>
    proof !== 'throws' && proof.state === 'holds' ? (proof.facts ?? {}) : null,
  );
  return `${proofs.map(proof => letterOf(proof === 'throws' ? proof : proof.state)).join('')} ${hashOf(facts)}`;
};

const doesIn = (step: Step, context: StepContext): string => {
  const guards = orThrown(() => step.guards(context).filter(guard => !guard.ok));
  const command = orThrown(() => step.act?.(context) ?? null);
  const argv =
    command === 'throws'
      ? 'throws'
      : command && hashOf([command.argv, command.effect, command.deadlineSeconds]);
  const expects = ransOf(null).map(ran => (step.expects?.(ran) ? 'y' : 'n'));
  return [
    guards === 'throws'
      ? 'guards throw'
      : `refused by ${guards.map(guard => guard.name).join(', ') || 'nothing'}`,
    ...(orThrown(() => step.skip?.(context)) ? ['left out'] : []),
    ...(orThrown(() => step.offerSkip?.(context)) ? ['may be left out'] : []),
    `takes down ${orThrown(() => step.takesDown?.(context) ?? []).length}`,
    `runs ${argv ?? 'nothing'}`,
    ...(step.undo ? [`leaves ${hashOf(orThrown(() => step.undo?.trace(context)))}`] : []),
    `proof ${proofsOf(step, context, command === 'throws' ? null : command)}`,
    ...(step.expects ? [`expects ${expects.join('')}`] : []),
  ].join('; ');
};

const declared = (step: Step, sound: StepContext): string =>
  JSON.stringify([
    step.kind,
    [step.needs ?? [], step.proofNeeds ?? []],
    [step.coveredBy ?? null, step.skippable ?? false, step.holdSeconds?.(sound.settings) ?? null],
    ...(step.window ? [step.window.name, hashOf(step.window.leaves(sound))] : []),
  ]);

const conductOf = (step: Step, cure: RunbookName): Conduct => {
  const worlds = Object.entries(worldsOf(cure));
  const byConduct = [...Map.groupBy(worlds, ([, context]) => doesIn(step, context))];
  const most = Math.max(...byConduct.map(([, where]) => where.length));
  const usual = byConduct.find(([, where]) => where.length === most);
  const does = byConduct.map(
    each => [each === usual ? 'mostly' : each[1].map(([name]) => name).join(' | '), each[0]] as const,
  );
  return {
    version: step.version,
    does: Object.fromEntries([['declared', declared(step, worldsOf(cure).sound ?? expected())], ...does]),
  };
};
const expected = (): never => {
  throw new Error('there is always the sound world');
};

type Every = { readonly name: string; readonly step: Step; readonly cure: RunbookName };
const onceEach = (all: readonly Every[]): readonly Every[] => [
  ...new Map(all.map(each => [each.name, each])).values(),
];

/** Every step of every runbook, and what winds a run down. */
export const everyStep: readonly Every[] = onceEach([
  ...runbooks.flatMap(({ cure, steps }) =>
    steps(exampleCast(cure)).map(step => ({ name: `${cure} ${step.id}`, step, cure })),
  ),
  ...runbooks.flatMap(({ cure, steps }) =>
    steps(exampleCast(cure))
      .flatMap(step => step.undo?.steps(step.undo.trace(exampleContext(cure)) ?? {}) ?? [])
      .map(step => ({ name: `wind-down ${step.id}`, step, cure })),
  ),
]);

export const conductNow = (): Readonly<Record<string, Conduct>> =>
  Object.fromEntries(everyStep.map(({ name, step, cure }) => [name, conductOf(step, cure)]));
export const conductPinned = (): Readonly<Record<string, Conduct>> =>
  JSON.parse(readFileSync(conductFile, 'utf8'));

/** Why what is pinned may not simply be pinned anew; null where it may. */
export const unraised = (name: string, was: Conduct | undefined, now: Conduct | undefined): string | null => {
  if (!was || !now) return null;
  if (now.version < was.version)
    return `${name} has version ${now.version} and had ${was.version}: versions only go up`;
  const same = JSON.stringify(was.does) === JSON.stringify(now.does);
  return same || now.version > was.version
    ? null
    : `${name} does something else and is still version ${now.version}: raise \`version\` in its declaration (src/runbooks/steps), then \`npx node test/support/pin-conduct.ts\``;
};
