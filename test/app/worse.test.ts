import { expect, test } from 'vitest';
import { isWorse, warn } from '../../src/app/worse.ts';
import type { Observed } from '../../src/desk/desk-types.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { same } from '../../src/words.ts';
import { aCluster, aVerdict, looked } from '../support/a-cluster.ts';
import { approved, aRun, asked, began, seoyeon, settled, started } from '../support/a-run.ts';

const seeing = (healthy: readonly string[], run: Observed['run'] = aRun(started())): Observed => ({
  ...looked(),
  run,
  verdict: aVerdict({ healthy: [...healthy] } as Partial<Observed['verdict']>),
});
const three = aCluster().masters.map(each => each.instance);
const since = (lastSeen: ReturnType<typeof aCluster> | null) => ({
  observer: { lastSeen: () => lastSeen } as never,
});

test('worse is fewer healthy masters than the run saw last, or had at its start where that is not known', () => {
  const before = aRun(started()).started.verdict.healthy;
  expect(isWorse(since(null), seeing(before))).toBe(false);
  expect(isWorse(since(null), seeing(before.slice(1)))).toBe(true);
  expect(isWorse(since(aCluster()), seeing([]))).toBe(true);
  expect(isWorse(since(aCluster()), seeing(three))).toBe(false);
  expect(isWorse(since(null), seeing([], null))).toBe(false);
});

/** What was told and written of a run that stands like this. */
const warned = async (...events: readonly RunEvent[]) => {
  const told: string[] = [];
  const written: object[] = [];
  const journal = { write: async (what: object) => void written.push(what) } as never; // nothing else of it is asked
  await warn(
    { tell: (_, words) => void told.push(words.en), journal },
    aRun(...events),
    same('Two are down.'),
  );
  return { told, written };
};

test('an ask that is open is void, by what it was decided on, and the run wakes; it is told in its thread', async () => {
  const { told, written } = await warned(started(), settled('snapshot'), asked('move-leader'));
  expect(told).toEqual(['While this run waits it became worse. Two are down.']);
  expect(written).toMatchObject([
    {
      events: [{ kind: 'voided', step: 'move-leader', attempt: 1, differences: [same('Two are down.')] }],
      as: { expectSeq: 3 },
      then: 'wake',
    },
  ]);
});

test('what has begun or is answered keeps its ask: its own look before the act says what it sees', async () => {
  for (const events of [
    [started(), settled('snapshot'), asked('move-leader'), approved('move-leader', seoyeon)],
    [
      started(),
      settled('snapshot'),
      asked('move-leader'),
      approved('move-leader', seoyeon),
      began('move-leader'),
    ],
  ]) {
    const { told, written } = await warned(...events);
    expect([told.length, written]).toEqual([1, []]);
  }
});
