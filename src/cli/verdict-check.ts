import { z } from 'zod';
import { verdictOf } from '../cluster/verdict.ts';
import type { CureName, Verdict } from '../cluster/verdict-types.ts';
import { type Json, parseJson } from '../readings/json.ts';
import { isMissed } from '../readings/reading.ts';
import { readObservation } from '../readings/recorded-observation.ts';

const names = z.array(z.string());
const expectation = z.object({
  verdict: z.string(),
  target: names.optional(),
  alsoAccepted: names.default([]),
  mustAllow: names.default([]),
  mustNotAllow: names.default([]),
});
const cases = z.array(z.object({ name: z.string(), expected: expectation, observation: z.unknown() }));
type Expectation = z.infer<typeof expectation>;

type Wrong = { readonly name: string; readonly why: readonly string[] };
type Checked = { readonly cases: number; readonly wrong: number; readonly wrongs: readonly Wrong[] };

const list = (values: readonly string[]): string => values.toSorted().join(' ');

/** Another accepted verdict may aim at another master; the expected one aims at the expected. */
const verdictFault = (verdict: Verdict, { target, ...expected }: Expectation): readonly string[] => {
  if (expected.alsoAccepted.includes(verdict.name)) return [];
  if (verdict.name !== expected.verdict)
    return [`${verdict.name} where ${[expected.verdict, ...expected.alsoAccepted].join(' or ')} is right`];
  return target === undefined || list(target) === list(verdict.target)
    ? []
    : [`aims at [${list(verdict.target)}] where [${list(target)}] is right`];
};

/** What a case's verdict gets wrong, a line each. What must and must not be allowed counts under every verdict. */
const faultsOf = (verdict: Verdict, expected: Expectation): readonly string[] => {
  const allowed: ReadonlySet<string> = new Set<CureName>(verdict.allowed);
  return [
    ...verdictFault(verdict, expected),
    ...expected.mustNotAllow.filter(cure => allowed.has(cure)).map(cure => `allows ${cure}`),
    ...expected.mustAllow.filter(cure => !allowed.has(cure)).map(cure => `does not allow ${cure}`),
  ];
};

const check = ({ name, expected, observation }: z.infer<typeof cases>[number]): Wrong => {
  const seen = readObservation(observation as Json, name); // it came out of parseJson, and is checked there
  return { name, why: isMissed(seen) ? [seen.unread] : faultsOf(verdictOf(seen), expected) };
};

/** `[{name, expected, observation}]` against what the bot says today, or the sentence why it cannot be read. */
export const checkCases = (text: string): Checked | { readonly why: string } => {
  const parsed = cases.safeParse(parseJson(text));
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.map(String).join(' > ') || 'the document';
    return {
      why: `The cases cannot be read (${where}). Write [{name, expected, observation}] as docs/observations.md shows.`,
    };
  }
  const wrongs = parsed.data.map(check).filter(({ why }) => why.length > 0);
  return { cases: parsed.data.length, wrong: wrongs.length, wrongs };
};
