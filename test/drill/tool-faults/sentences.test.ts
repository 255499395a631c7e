import { expect, test } from 'vitest';
import { mutedSentences } from '../../../drill/tool-faults/sentences.ts';
import type { Observation } from '../../../src/cluster/observation.ts';
import { quietDeployment } from '../../../src/gates/gates-deployment.ts';
import { broken, clusterOf, m1, tocommit } from '../../cluster/build.ts';
import { contextOf } from '../../cluster/gate-context.ts';

const task = (id: string) => ({
  id,
  state: 'processing',
  description: 'create deployment',
  deployment: 'd',
  user: 'x',
});
const lockHeld = { route: 'gentle', step: 'snapshot', fault: 'lock held' } as const;
const muted = (here: readonly string[], elsewhere: readonly string[] = []) =>
  mutedSentences(lockHeld, { here, elsewhere });

test.for<[string, Partial<Observation>]>([
  ['one task', { tasks: [task('7')] }],
  ['two tasks', { tasks: [task('7'), task('8')] }],
  ['a lock', { locks: [{ type: 'deployment', resource: 'd', taskId: '7' }] }],
])('what the gate says of %s tells a held lock, there and at a later step', ([, more]) => {
  const seen = clusterOf({ [m1]: broken(tocommit) }, more);
  const said = quietDeployment.why(seen, contextOf(seen))?.en ?? expect.fail('the gate holds');
  expect(muted([said])).toEqual([]);
  expect(muted([], [said])).toEqual([]);
});

test('a sentence that says nothing of it is muted, and so is one that only names the next move', () => {
  expect(muted(['It is odd.'])).toEqual(['It is odd.']);
  expect(muted([], ['Look at the cluster, then try again or abort.'])).toEqual([
    'Look at the cluster, then try again or abort.',
  ]);
});
