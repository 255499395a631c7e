import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Page } from '../../../src/adapters/slack/message.ts';
import { type Edited, editedNow, nextMove, noteBehind } from '../../../src/adapters/slack/next-move.ts';
import { drawPage } from '../../../src/messages/page.ts';
import type { Posted } from '../../../src/ports/outbox.ts';
import type { RunEvent } from '../../../src/runs/events.ts';
import { currentStep, fold } from '../../../src/runs/run.ts';
import {
  alice,
  approved,
  asked,
  began,
  ended,
  entries,
  finished,
  settled,
  started,
} from '../../support/a-run.ts';

const to = [{ group: 'S0APPROVERS' }];
const byItself = (step: string): RunEvent[] => [began(step), ended(step), settled(step)];
const withAsk = (step: string): RunEvent[] => [asked(step, { to }), approved(step, alice), ...byItself(step)];
const gentle: readonly RunEvent[] = [
  started(),
  ...byItself('snapshot'),
  ...withAsk('move-leader'),
  ...withAsk('recreate'),
  ...byItself('verify'),
  ...byItself('backup'),
  finished(),
];
const firstBegan = gentle.findIndex(({ kind }) => kind === 'began');

/** The channel of a run at a moment in ms, brought to what it should be as far as it may be by then. */
const aChannel = () => {
  const posted = new Map<string, Posted>();
  const edited = new Map<string, Edited>();
  const edits = new Map<string, number>();
  const bringTo = (page: Page, at: number): void => {
    for (;;) {
      noteBehind(page, posted, edited, at);
      const move = nextMove(page, posted, edited, at);
      if (move.do === 'wait' || move.do === 'nothing') return;
      const { key } = move.message;
      edited.set(key, editedNow(move.message, edited.get(key), at));
      if (move.do === 'edit') edits.set(key, (edits.get(key) ?? 0) + 1);
      posted.set(key, { run: '7f3a', key, channel: 'C1', ts: key, digest: move.digest });
    }
  };
  return { bringTo, edits };
};

/** Plays a run, each entry followed by its pause in s, with another line of output each second or none: how many edits each message gets. */
const editsOf = (events: readonly RunEvent[], pauses: readonly number[], prints: boolean) => {
  const { bringTo, edits } = aChannel();
  let second = 0;
  for (const [index] of events.entries()) {
    const run = fold(entries(events.slice(0, index + 1)));
    const step = currentStep(run)?.planned.id;
    const until = second + (pauses[index % pauses.length] ?? 0);
    for (; second < until; second++) {
      const live = prints && step ? { run: run.id, step, text: `line ${second}\n`, lines: second } : null;
      bringTo(drawPage(run, live, 'en'), second * 1000);
    }
  }
  return edits;
};
const sum = (edits: ReadonlyMap<string, number>) => [...edits.values()].reduce((all, each) => all + each, 0);

/** 2, 7, 17 and 47 s after the news, and then twice a minute. */
const mostTicks = (seconds: number): number => 4 + Math.ceil(seconds / 30);

describe('a run’s edits', () => {
  test('of a step that prints every second grow with the backoff, not with its time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 600 }), seconds => {
        const edits = editsOf(gentle.slice(0, firstBegan + 1), [1, seconds], true);
        expect(edits.get('step/snapshot') ?? 0).toBeLessThanOrEqual(mostTicks(seconds));
        if (seconds > 5) expect(edits.get('step/snapshot')).toBeGreaterThan(0);
      }),
      { numRuns: 5 },
    );
  });
  test('are no more than its entries have to tell, however long every look and every command takes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 2, max: 40 }), { minLength: 5, maxLength: 20 }), pauses => {
        expect(sum(editsOf(gentle, pauses, false))).toBeLessThanOrEqual(26);
      }),
      { numRuns: 4 },
    );
  });
});
