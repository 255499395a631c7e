import { expect, test } from 'vitest';
import { why } from '../../src/messages/step-checks.ts';
import type { StepRun } from '../../src/runs/run.ts';
import { text } from '../../src/words.ts';

const room = { chars: 500, items: 20 } as Parameters<typeof why>[1];
const asking = (glass: boolean, ask = 'approve') =>
  ({
    state: 'asking',
    glass,
    asked: { ask, why: text('so 1 person approves, the requester not counted', '요청자 제외') },
  }) as unknown as StepRun;
const said = (step: StepRun) => JSON.stringify(why(step, room, 'en'));

test('behind a broken glass an ask says whose approval counts, where the rule alone says that the requester’s does not', () => {
  expect(said(asking(true))).toContain('also of whoever broke it');
  expect(said(asking(false))).not.toContain('glass');
  expect(said(asking(true, 'stuck'))).not.toContain('glass');
});
