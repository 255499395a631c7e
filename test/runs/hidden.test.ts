import { expect, test } from 'vitest';
import { runsList } from '../../src/messages/runs-list.ts';
import { hiddenWords, isHidden } from '../../src/runs/hidden.ts';
import { aRun, started } from '../support/a-run.ts';

const run = aRun({ ...started(), private: true } as ReturnType<typeof started>);

test('a private channel’s run is hidden elsewhere and nowhere else, and so is none of a public one', () => {
  expect([isHidden(run, run.started.channel), isHidden(run, 'C0OTHER')]).toEqual([false, true]);
  expect(isHidden(aRun(), 'C0OTHER')).toBe(false);
  expect(hiddenWords(run).en).toBe('a run in a private channel, by jihun, since 03:29 UTC');
});

test('a list elsewhere names neither its cluster nor its cure', () => {
  const shown = (channel: string) => JSON.stringify(runsList([run], 'en', channel).blocks);
  expect(shown(run.started.channel)).toContain(run.started.cluster);
  expect(shown('C0OTHER')).toContain('a run in a private channel');
  expect(shown('C0OTHER')).not.toContain(run.started.cluster);
});
