import { readFileSync } from 'node:fs';
import { startWorkspace } from '../../drill/slack/workspace.ts';
import { createSlackApp } from '../../src/adapters/slack/app.ts';
import { createSlackChannel } from '../../src/adapters/slack/channel.ts';
import type { LiveText } from '../../src/adapters/slack/channel-deps.ts';
import { newDrawings } from '../../src/adapters/slack/drawings.ts';
import { drawPage } from '../../src/messages/page.ts';
import type { OutboxTurn, Posted } from '../../src/ports/outbox.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { fold } from '../../src/runs/run.ts';
import { entries } from './a-run.ts';
import { fastClock } from './fast-clock.ts';

/** The table of posted messages, which outlives the process that writes it. One process at a time uses this one. */
export const postedTable = () => {
  const rows = new Map<string, Posted>();
  let unsure = false;
  let shownUpTo = 0;
  return {
    posted: async (run: string) => [...rows.values()].filter(row => row.run === run),
    savePosted: async (row: Posted) => {
      rows.set(`${row.run} ${row.key}`, row);
      return true;
    },
    tend: async (run: string): Promise<OutboxTurn> => {
      const was = unsure;
      unsure = true;
      return { run, epoch: 1, unsure: was };
    },
    keepTending: async () => true,
    shown: async (_tending: OutboxTurn, seq: number) => {
      unsure = false;
      shownUpTo = seq;
    },
    stopTending: async () => {},
    unshown: async () => [],
    rows: async () => [
      { run: '7f3a', cluster: 'dev-1', startedAt: 0, finishedAt: null, seq: 1, awake: true },
    ],
    shownUpTo: () => shownUpTo,
    /** As by a process that died between a post and its row. */
    forget: (key: string) => {
      rows.delete(`7f3a ${key}`);
      unsure = true;
    },
  };
};

/** A run's outbox in front of the workspace in a box; `write` appends to the run's record and shows it. */
export const anOutbox = async (times = 20) => {
  const workspace = await startWorkspace({
    manifest: JSON.parse(readFileSync('slack-manifest.json', 'utf8')),
  });
  const table = postedTable();
  const events: RunEvent[] = [];
  const trouble: string[] = [];
  const log: string[] = [];
  const clock = fastClock(times);
  const { web } = createSlackApp({
    mode: 'socket',
    botToken: workspace.botToken,
    appToken: workspace.appToken,
    apiUrl: workspace.apiUrl,
    log: line => void log.push(line),
  });
  // Once: a card with another second in it is another card.
  const startedAt = Date.now();
  const draw = async (run: string, live: LiveText | null) =>
    events.length === 0 ? null : drawPage({ ...fold(entries(events, run)), startedAt }, live, 'en');
  const channel = () =>
    createSlackChannel({
      web,
      journal: table,
      draw,
      drawings: newDrawings(code => void log.push(`plainer: ${code}`)),
      clock,
      log: line => void log.push(line),
      onTrouble: (_run, words) => void trouble.push(words.en),
    });
  let outbox = channel();
  return {
    workspace,
    table,
    trouble,
    log,
    outbox: () => outbox,
    write: (...more: readonly RunEvent[]) => {
      events.push(...more);
      outbox.show('7f3a');
    },
    /** The process dies and another one starts. */
    restart: async () => {
      await outbox.stop();
      outbox = channel();
      outbox.show('7f3a');
    },
    calls: (method: string) => workspace.wires().filter(wire => wire.what.includes(method)),
    close: async () => {
      await outbox.stop();
      await workspace.close();
    },
  };
};
