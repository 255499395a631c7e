import { z } from 'zod';
import type { Equivalent } from '../../test/mutants/equivalent.ts';

const place = z.object({ line: z.number(), column: z.number() });
const report = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.string(),
      mutants: z.array(
        z.object({
          mutatorName: z.string(),
          replacement: z.string().default(''),
          status: z.string(),
          location: z.object({ start: place, end: place }),
        }),
      ),
    }),
  ),
});

export type Generic = {
  readonly mutants: number;
  readonly killed: number;
  readonly score: number;
  readonly survivors: readonly string[];
  /** Survivors that no test can tell from the real code, by name. */
  readonly equivalent: readonly string[];
};

const flat = (text: string): string => text.replace(/\s+/g, ' ').trim();

type Location = { readonly start: z.infer<typeof place>; readonly end: z.infer<typeof place> };
const textAt = (source: string, { start, end }: Location): string => {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const last = lines.length - 1;
  return lines
    .map((line, at) => line.slice(at === 0 ? start.column - 1 : 0, at === last ? end.column - 1 : undefined))
    .join('\n');
};

/** What Stryker's JSON report says, in the words of the planted bugs. A bug that hangs its tests is seen as well. */
export const readReport = (json: unknown, equivalents: readonly Equivalent[]): Generic => {
  const planted = Object.entries(report.parse(json).files).flatMap(([file, { source, mutants }]) =>
    mutants.map(({ status, location, replacement }) => ({
      status,
      name: `${file}: ${flat(textAt(source, location))} → ${flat(replacement)}`,
      line: location.start.line,
    })),
  );
  const left = (wanted: readonly string[]) => planted.filter(({ status }) => wanted.includes(status));
  const known = new Set(equivalents.map(({ name }) => name));
  const killed = left(['Killed', 'Timeout']).length;
  const [equivalent, survivors] = [true, false].map(is =>
    left(['Survived', 'NoCoverage']).filter(({ name }) => known.has(name) === is),
  );
  const mutants = killed + (survivors?.length ?? 0);
  return {
    mutants,
    killed,
    score: mutants === 0 ? 0 : Math.floor((killed / mutants) * 1000) / 1000,
    survivors: survivors?.map(({ name, line }) => name.replace(':', `:${line}:`)) ?? [],
    equivalent: equivalent?.map(({ name }) => name) ?? [],
  };
};
