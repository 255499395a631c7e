import type { RunbookName } from '../../../src/cluster/verdict-types.ts';
import type { Entry } from '../../../src/ports/run-log.ts';
import { commandOf } from '../../../src/runs/command-of.ts';
import type { RunEvent } from '../../../src/runs/events.ts';
import { type Bot, type SmallWorld, smallWorld } from '../small-world/small-world.ts';
import { deployment } from '../small-world/truth.ts';
import { cases, type Wait } from './cases.ts';
import type { Golden, StoredEntry } from './fixtures.ts';

/** `move-leader-asking` is its runbook and its wait. */
export const nameOf = (name: string): { readonly runbook: RunbookName; readonly wait: Wait } => {
  const at = name.lastIndexOf('-');
  // record-journals.ts made the file names of these types
  return { runbook: name.slice(0, at) as RunbookName, wait: name.slice(at + 1) as Wait };
};

type Began = Extract<RunEvent, { kind: 'began' }>;

/** What the journal says was begun is done in the world, under the same claim. The last one's end is not there yet, or lost. */
const redo = async ({ host }: SmallWorld, began: Began, hasEnded: boolean, wait: Wait): Promise<void> => {
  const command = commandOf({ ...began, at: 0 });
  if (!command) return;
  const running = host.jumpHost.run(command, { claim: began.claim });
  if (!hasEnded && wait !== 'unknown') return;
  await running;
  if (!hasEnded) host.loseEndOf(began.claim);
};

// As an older bot's store has them: whether they are this bot's events is what is tested, so nobody looks here.
const stored = (entries: readonly StoredEntry[]) => entries as readonly Entry<RunEvent>[];

const ends =
  (began: RunEvent) =>
  ({ event }: Entry<RunEvent>): boolean =>
    event.kind === 'ended' && 'step' in began && event.step === began.step;

const store = async (world: SmallWorld, old: Bot, entries: readonly Entry<RunEvent>[], wait: Wait) => {
  const [first, ...rest] = entries;
  if (!first) throw new Error('a journal without entries');
  await old.journal.open({ run: first.run, cluster: deployment }, first.event);
  const lease = await old.journal.claim(first.run);
  if (!lease) throw new Error('nobody else may have it');
  for (const [index, { at, event, run }] of rest.entries()) {
    world.time.pass(Math.max(0, at - world.time.clock.now()));
    const waits = event.kind === 'asked' && index === rest.length - 1;
    await old.journal.write({ run, events: [event], as: { lease }, ...(waits ? { then: 'park' } : {}) });
    if (event.kind === 'began') await redo(world, event, rest.slice(index).some(ends(event)), wait);
  }
};

/** A world as it was when the journal was written, the journal in its store, and nobody who drives the run. */
export const restored = async (golden: Golden): Promise<SmallWorld> => {
  const { runbook, wait } = nameOf(golden.name);
  const world = smallWorld(cases[runbook].truth);
  const old = await world.bot();
  await store(world, old, stored(golden.entries), wait);
  old.die();
  return world;
};
