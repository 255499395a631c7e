import { expect, test } from 'vitest';
import { readOptions } from '../../drill/options.ts';
import { playCase } from '../../drill/play-case.ts';

/** What a whole recovery costs the Director, counted by the Director: CI holds this number. */
test('the gentle route is at most 40 tasks of the Director’s, its looks over lines that are held', async () => {
  const options = readOptions(['--auto', '--json', '--etcd', 'modelled', '--hold', '2']);
  if (options === 'help') throw new Error('help');
  const played = await playCase(
    { fault: 'raft-log-lost', verdict: 'raft-log-lost', refuse: [], play: 'move-leader' },
    options,
  );
  expect(played).toMatchObject({ lostWrites: 0, drills: [{ outcome: 'healed', reason: null }] });
  expect(played.drills[0]?.tally?.directorTasks).toBeLessThanOrEqual(40);
}, 120_000);
