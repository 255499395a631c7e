import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { peopleRule } from '../approvals/people.ts';
import { peopleOf } from '../engine/step-now.ts';
import { documentOf } from '../runbooks/document.ts';
import { runbooks } from '../runbooks/index.ts';
import type { Step, StepContext } from '../runbooks/runbook.ts';
import type { Locale } from '../words.ts';

const suffixes: Readonly<Record<Locale, string>> = { en: '.md', ko: '.ko.md' };

/** By the rule alone; an installation may ask more people, never fewer. */
const peopleByRule = (step: Step, context: StepContext): number =>
  peopleOf(step, context, peopleRule, step.coveredBy !== undefined).people;

/** Every page of docs/runbooks by its file name. Exported for its tests. */
export const runbookPages = (): ReadonlyMap<string, string> =>
  new Map(
    runbooks.flatMap(runbook =>
      (['en', 'ko'] as const).map(
        locale => [`${runbook.cure}${suffixes[locale]}`, documentOf(runbook, locale, peopleByRule)] as const,
      ),
    ),
  );

const folder = join(import.meta.dirname, '../../docs/runbooks');

/** Writes docs/runbooks from the declarations, and answers how many pages they are. */
export const writeRunbookPages = async (): Promise<number> => {
  await mkdir(folder, { recursive: true });
  const pages = runbookPages();
  for (const [name, text] of pages) await writeFile(join(folder, name), text);
  return pages.size;
};
