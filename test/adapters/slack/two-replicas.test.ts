import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startWorkspace, type Workspace } from '../../../drill/slack/workspace.ts';
import { openJournal } from '../../../src/adapters/journal/open-journal.ts';
import { createSlackApp } from '../../../src/adapters/slack/app.ts';
import { createSlackChannel, type SlackChannel } from '../../../src/adapters/slack/channel.ts';
import { newDrawings } from '../../../src/adapters/slack/drawings.ts';
import { drawPage } from '../../../src/messages/page.ts';
import type { Journal } from '../../../src/ports/journal.ts';
import type { RunEvent } from '../../../src/runs/events.ts';
import { parseEvent } from '../../../src/runs/parse-event.ts';
import { fold } from '../../../src/runs/run.ts';
import { alice, approved, asked, began, ended, finished, settled, started } from '../../support/a-run.ts';
import { fastClock } from '../../support/fast-clock.ts';
import { engines, type Store } from '../journal/stores.ts';

const manifest = JSON.parse(readFileSync('slack-manifest.json', 'utf8'));

describe.each(engines)('two replicas in front of one channel, with the journal on $name', ({ fresh }) => {
  let store: Store;
  let workspace: Workspace;
  const open: (() => Promise<unknown>)[] = [];
  beforeEach(async () => {
    store = await fresh();
    workspace = await startWorkspace({ manifest });
  });
  afterEach(async () => {
    for (const close of open.splice(0).toReversed()) await close();
    await workspace.close();
    await store.remove();
  });

  type Replica = { journal: Journal<RunEvent>; channel: SlackChannel; die(): void };
  /** `die`: no call of its journal comes back any more, and its lease is nobody's who lives. */
  const replica = async (name: string): Promise<Replica> => {
    let dead = false;
    const real = await openJournal({ ...store.place, holder: name, parse: parseEvent });
    const never = new Promise<never>(() => {});
    const mortal =
      <A extends unknown[], T>(act: (...args: A) => Promise<T>) =>
      async (...args: A): Promise<T> => {
        if (dead) return never;
        const answer = await act(...args);
        return dead ? never : answer;
      };
    const journal = {
      ...real,
      tend: mortal(real.tend),
      posted: mortal(real.posted),
      savePosted: mortal(real.savePosted),
      shown: mortal(real.shown),
      stopTending: mortal(real.stopTending),
      unshown: mortal(real.unshown),
    };
    const { web } = createSlackApp({
      mode: 'socket',
      botToken: workspace.botToken,
      appToken: workspace.appToken,
      apiUrl: workspace.apiUrl,
      log: () => {},
    });
    const channel = createSlackChannel({
      drawings: newDrawings(() => {}),
      web,
      journal,
      draw: async (run, live) => {
        const entries = await real.read(run);
        return entries.length === 0 ? null : drawPage(fold(entries), live, 'en');
      },
      clock: fastClock(40),
      log: () => {},
      onTrouble: () => {},
    });
    open.push(async () => {
      if (!dead) await channel.stop();
      await real.close();
    });
    return {
      journal: real,
      channel,
      die: () => {
        dead = true;
      },
    };
  };
  const write = async ({ journal, channel }: Replica, ...events: readonly RunEvent[]) => {
    const row = await journal.row('r1');
    const [first, ...rest] = events;
    if (!row && first) await journal.open({ run: 'r1', cluster: 'dev-1' }, first);
    const lease = await journal.claim('r1');
    if (!lease) throw new Error('not claimed');
    const last = events.at(-1)?.kind === 'finished';
    await journal.write({
      run: 'r1',
      events: row ? events : rest,
      as: { lease },
      ...(last ? { then: 'finish' as const } : {}),
    });
    await journal.release(lease);
    channel.show('r1');
  };
  const keys = () =>
    workspace
      .messages()
      .map(message => (message.metadata as { event_payload: { key: string } }).event_payload.key);
  const allShown = async (journal: Journal<RunEvent>) =>
    expect
      .poll(() => store.sql('select id from runs where shown_seq < seq'), { timeout: 20_000 })
      .toEqual([])
      .then(() => journal);
  const each = ['headline', 'step/snapshot', 'step/move-leader', 'summary'];

  test('after Slack was away both catch up with what either wrote, each message once and in order', async () => {
    const [one, two] = [await replica('one'), await replica('two')];
    for (const { channel } of [one, two]) channel.catchUp();
    workspace.faults.down('503');
    await write(one, started(), began('snapshot'), settled('snapshot'), asked('move-leader'));
    await write(two, approved('move-leader', alice), began('move-leader'));
    await write(one, ended('move-leader'), settled('move-leader'), finished());
    await new Promise(resolve => setTimeout(resolve, 200));
    expect(workspace.messages()).toEqual([]);
    workspace.faults.down(null);
    await allShown(one.journal);
    expect(keys()).toEqual(each);
    expect(workspace.messages()[0]?.text).toContain('healed');
    expect(JSON.stringify(workspace.messages().map(message => message.blocks))).not.toContain('pks_approve');
  });

  test('what a process wrote and did not live to show, its end too, is shown by the other', async () => {
    const one = await replica('one');
    await write(one, started(), began('snapshot'), settled('snapshot'), asked('move-leader'));
    await allShown(one.journal);
    one.die();
    await write(one, approved('move-leader', alice), began('move-leader'), ended('move-leader'));
    await write(one, settled('move-leader'), finished());
    const two = await replica('two');
    two.channel.catchUp();
    await allShown(two.journal);
    expect(keys()).toEqual(each);
    expect(JSON.stringify(workspace.messages().map(message => message.blocks))).not.toContain('pks_approve');
  });

  test('a process killed between a post and its row leaves a message that the next one finds and does not repeat', async () => {
    const one = await replica('one');
    await write(one, started(), began('snapshot'), settled('snapshot'), asked('move-leader'));
    await allShown(one.journal);
    const before = workspace.messages().length;
    await write(
      one,
      approved('move-leader', alice),
      began('move-leader'),
      settled('move-leader'),
      finished(),
    );
    await expect.poll(() => workspace.messages().length, { interval: 1 }).toBeGreaterThan(before);
    one.die();
    await store.sql('update runs set tend_until = 0');
    const two = await replica('two');
    two.channel.catchUp();
    await allShown(two.journal);
    expect(keys()).toEqual(each);
  });
});
