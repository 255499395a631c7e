import { expect, test } from 'vitest';
import { stepButtons } from '../../src/messages/step-buttons.ts';
import { openAsk } from '../../src/runs/run.ts';
import { aRun, asked } from '../support/a-run.ts';

const styles = (ask: 'approve' | 'approve-or-skip', options: readonly ('approve' | 'skip' | 'abort')[]) => {
  const run = aRun(asked('snapshot', { ask, options: [...options] }));
  const open = openAsk(run);
  if (!open) throw new Error('nothing is asked');
  const [row] = stepButtons(run, open.step, 'en');
  return row?.type === 'actions'
    ? row.elements.map(each => ('style' in each ? `${each.action_id} ${each.style}` : each.action_id))
    : [];
};

test('the advised answer is the primary button, and what is advised against is red', () => {
  expect(styles('approve', ['approve', 'abort'])).toEqual(['pks_approve primary', 'pks_abort danger']);
  expect(styles('approve-or-skip', ['skip', 'approve', 'abort'])).toEqual([
    'pks_skip primary',
    'pks_approve danger',
    'pks_abort danger',
  ]);
});
