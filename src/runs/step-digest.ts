import { createHash } from 'node:crypto';
import { exampleWorlds } from '../runbooks/example.ts';
import type { Scene, Step } from '../runbooks/runbook.ts';

/** sha256, as hex, of anything JSON. */
export const digestOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** Texts stay as they are; a comment at a line's start or after a blank or a bracket is none. */
const parts =
  /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|\/\*[\s\S]*?\*\/|(?<=^|[\s;,(){}])\/\/[^\n]*|\s+/g;

/** A function's text without its layout: no comments, no line breaks, no trailing commas, and no holes where types stood. Exported for its tests. */
export const plainText = (source: string): string =>
  source
    .replaceAll(parts, part => (/^\s|^\/[/*]/.test(part) ? ' ' : part))
    .replaceAll(/(?<![\w$]) | (?![\w$])/g, '')
    .replaceAll(/,(?=[)\]}])/g, '');

const textOf = (part: ((...args: never[]) => unknown) | undefined): string | null =>
  part === undefined ? null : plainText(part.toString());

const orThrown = <T>(act: () => T): T | 'throws' => {
  try {
    return act();
  } catch {
    return 'throws';
  }
};

/** What it does in one world, without its sentences: what the functions that it calls have changed shows here. */
const conductIn = (step: Step, scene: Scene) => {
  const proof = orThrown(() => step.proof(scene, null));
  return [
    orThrown(() => step.guards(scene).map(({ name, ok }) => `${name} ${ok}`)),
    orThrown(() => step.act(scene)),
    orThrown(() => (step.skip?.(scene) ?? null) !== null),
    orThrown(() => (step.offerSkip?.(scene) ?? null) !== null),
    orThrown(() => step.takesDown?.(scene) ?? []),
    orThrown(() => step.holdSeconds?.(scene.settings) ?? 0),
    proof === 'throws' ? proof : [proof.state, proof.state === 'holds' ? (proof.facts ?? {}) : {}],
  ];
};

const known = new WeakMap<Step, string>();

const digest = (step: Step): string =>
  digestOf([
    [step.id, step.kind, step.title, step.risk, step.before, step.after],
    [step.coveredBy ?? null, step.skippable ?? false, step.placeholder ?? null],
    [step.needs ?? [], step.proofNeeds ?? []],
    [step.guards, step.act, step.proof, step.skip, step.offerSkip].map(textOf),
    [step.expects, step.takesDown, step.holdSeconds].map(textOf),
    exampleWorlds.map(scene => conductIn(step, scene)),
  ]);

/** Of all that a step is: its words, its functions and what they do in a few worlds. A newer bot goes on with a run only
 *  where it is the same; how a source is laid out makes no difference. */
export const stepDigest = (step: Step): string => {
  const before = known.get(step);
  if (before !== undefined) return before;
  const now = digest(step);
  known.set(step, now);
  return now;
};
