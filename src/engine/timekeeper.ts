import { dueExpiry } from '../approvals/expiry.ts';
import type { Pager } from '../ports/pager.ts';
import { fold, type Run } from '../runs/run.ts';
import { type CallRules, callDue } from './call-people.ts';
import type { Engine } from './engine.ts';
import { paging } from './paging.ts';

/** `pager`: null where none is set. */
export type TimeRules = Omit<CallRules, 'hasPager'> & { readonly pager: Pager | null };

const everyMs = 1_000;

/** Acts on what only the time decides of runs that wait for a person, by the store's clock. What it does is an entry, written
 *  behind exactly what it was decided on: of several bots one writes it, and an answer that was first wins. */
export const startTimekeeper = (engine: Engine, rules: TimeRules) => {
  const { journal, clock, log } = engine;
  const stopping = new AbortController();
  const known = new Map<string, Run>();
  const busy = new Set<string>();
  const told = new Set<string>();
  const pages = rules.pager && paging(engine, rules.pager);

  const read = async (id: string, seq: number): Promise<Run> => {
    const before = known.get(id);
    if (before?.seq === seq) return before;
    const run = fold(await journal.read(id));
    known.set(id, run);
    return run;
  };
  const keep = async (id: string, seq: number): Promise<void> => {
    const run = await read(id, seq);
    const now = await journal.now();
    await pages?.note(run, now);
    const over = dueExpiry(run, now, engine.expiry);
    const event = over ?? (await callDue(engine, run, now, { ...rules, hasPager: pages !== null }));
    if (!event || stopping.signal.aborted) return;
    const written = await journal.write({
      run: id,
      events: [event],
      as: { expectSeq: run.seq },
      ...(event.kind === 'unanswered' ? { then: 'wake' } : {}),
    });
    if (written.ok) engine.channel.show(id);
  };
  /** Said once while it is so: nobody is called meanwhile. */
  const failing = (key: string, what: string) => (error: unknown) => {
    if (!told.has(key)) log(`${what}: ${String(error)}`);
    told.add(key);
  };
  const safely = async (id: string, seq: number): Promise<void> => {
    if (busy.has(id)) return;
    busy.add(id);
    await keep(id, seq)
      .then(() => told.delete(id))
      .catch(failing(id, `run ${id}: whom to call could not be told`))
      .finally(() => busy.delete(id));
  };
  const look = async (): Promise<void> => {
    const live = await journal.rows({ live: true });
    for (const id of known.keys()) if (!live.some(row => row.run === id)) known.delete(id);
    for (const { run, seq, awake } of live) if (!awake) void safely(run, seq);
    await pages?.look(await journal.now());
  };
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await look()
        .then(() => told.delete(''))
        .catch(failing('', 'who waits for an answer could not be read'));
      await clock.sleep(everyMs, stopping.signal).catch(() => {});
    }
  };
  const over = loop();
  return {
    stop: async (): Promise<void> => {
      stopping.abort();
      await over;
    },
  };
};
