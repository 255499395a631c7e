import type { Card } from '../src/messages/drawn.ts';
import { noSuchRunWords, notice, whichReportWords } from '../src/messages/notices.ts';
import { withOutputs } from '../src/messages/outputs.ts';
import { runShown, runsList } from '../src/messages/runs-list.ts';
import { summary } from '../src/messages/summary.ts';
import { hiddenWords, isHidden } from '../src/runs/hidden.ts';
import type { Run } from '../src/runs/run.ts';
import type { Caller } from './caller.ts';
import type { Deps } from './deps.ts';

/** `/pks runs`: the newest ones. */
export const runs = async (caller: Caller, deps: Deps): Promise<void> =>
  caller.tell(await listOf(await deps.desk.runs(15), caller.channel, deps));

/** By run id: where its card is, where Slack says so. */
export const addressesOf = async (
  runs: readonly Run[],
  { channel }: Deps,
): Promise<ReadonlyMap<string, string>> => {
  const all = await Promise.all(runs.map(async ({ id }) => [id, await channel.linkOf(id)] as const));
  return new Map(all.flatMap(([id, at]) => (at === null ? [] : [[id, at] as const])));
};

const listOf = async (runs: readonly Run[], here: string, deps: Deps): Promise<Card> => {
  const open = runs.filter(run => !isHidden(run, here));
  return runsList(runs, deps.locale, here, await addressesOf(open, deps));
};

/** `/pks run show <run>`; without an id, the newest run. Repaints its card as well. */
export const showRun = async (caller: Caller, id: string | null, deps: Deps): Promise<void> => {
  const run = await runOf(caller, id, deps);
  if (!run) return;
  const card = summary(run, deps.locale)[0] ?? runShown(run, deps.locale, await deps.channel.linkOf(run.id));
  await caller.tell(withOutputs(card, run, deps.locale));
};

/** `/pks report <run>`: the whole report as a file, as far as the run has come; without an id, the newest run's. */
export const reportTyped = async (caller: Caller, id: string | null, deps: Deps): Promise<void> => {
  const run = await runOf(caller, id, deps);
  const words = run && (await deps.report(run.id));
  if (words) await caller.tell(notice('📄', words, deps.locale));
};

const runOf = async (caller: Caller, id: string | null, deps: Deps): Promise<Run | null> => {
  const run = id === null ? ((await deps.desk.runs(1))[0] ?? null) : await deps.desk.run(id);
  if (run) deps.channel.show(run.id);
  if (run && isHidden(run, caller.channel)) {
    await caller.tell(notice('🔒', hiddenWords(run), deps.locale));
    return null;
  }
  if (!run) await caller.tell(notice('🚫', id === null ? whichReportWords : noSuchRunWords(id), deps.locale));
  return run;
};
