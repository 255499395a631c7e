import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { cureNames, verdictNames } from '../../src/cluster/verdict-types.ts';
import { faultNames } from '../foundation/faults/index.ts';
import { OptionTrouble } from '../options.ts';
import type { DrillCase } from './cases.ts';
import { type Played, type Summary, summaryOf } from './summary.ts';

const count = z.number().int().nonnegative();
/** Of a part's document, what a sum is made of. */
const partSchema = z.object({
  etcd: z.string(),
  seconds: count,
  holdSeconds: z.number().nullable(),
  byFault: z.array(
    z.object({
      fault: z.enum(faultNames),
      verdict: z.enum(verdictNames),
      ackedWrites: count,
      lostWrites: count,
      rogueWrites: count,
      drills: z.array(
        z
          .object({
            cure: z.enum(cureNames),
            outcome: z.enum(['healed', 'refused', 'wrong']),
            reason: z.string().nullable(),
            gapMs: z.number().nullable(),
            seconds: z.number(),
          })
          .loose(),
      ),
    }),
  ),
});
export type Part = z.infer<typeof partSchema>;

/** One part as `drills --json` printed it, its last line. Throws a sentence. */
export const readPart = async (file: string): Promise<Part> => {
  const text = await readFile(file, 'utf8').catch(() => '');
  try {
    return partSchema.parse(JSON.parse(text.trim().split('\n').at(-1) ?? ''));
  } catch {
    throw new OptionTrouble(`${file} is no document of \`drills --json\`; run that part again`);
  }
};

const boxesOf = ({ byFault, etcd }: Part): readonly Played[] =>
  byFault.map(line => ({
    ...line,
    etcd: etcd === 'modelled' ? 'modelled' : 'real',
    drills: line.drills.map(drill => ({ ...drill, fault: line.fault })),
  }));

const wantedOf = (cases: readonly DrillCase[]): readonly string[] =>
  cases.flatMap(({ fault, refuse, play }) =>
    [...refuse, ...(play === null ? [] : [play])].map(cure => `${fault} ${cure}`),
  );

/** The parts as one, and what of the whole is in none of them: a part that was never run must not pass for a success. */
export const sumOf = (
  parts: readonly Part[],
  cases: readonly DrillCase[],
): Summary & { readonly missing: readonly string[] } => {
  const etcds = [...new Set(parts.map(({ etcd }) => etcd))];
  const [etcd = 'none'] = etcds;
  if (etcds.length > 1)
    throw new OptionTrouble(`the parts ran on different etcds (${etcds.join(', ')}); sum each for itself`);
  const boxes = parts.flatMap(boxesOf);
  const drilled = boxes.flatMap(box => box.drills.map(({ fault, cure }) => `${fault} ${cure}`));
  const done = new Set(drilled);
  const again = drilled.find((each, at) => drilled.indexOf(each) !== at);
  if (again !== undefined)
    throw new OptionTrouble(`${again} is in the parts twice; name each part once, of one and the same N`);
  const holds = parts.flatMap(({ holdSeconds }) => holdSeconds ?? []);
  const seconds = parts.reduce((all, part) => all + part.seconds, 0);
  return {
    ...summaryOf(boxes, etcd, seconds, holds.length === parts.length ? Math.min(...holds) : null),
    missing: wantedOf(cases).filter(each => !done.has(each)),
  };
};
