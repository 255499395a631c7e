import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { modelledFaults } from '../../../../drill/foundation/faults/index.ts';
import { play } from '../../../drill/foundation/play.ts';

const observed = JSON.parse(
  readFileSync(new URL('../../../drill/foundation/observed.json', import.meta.url), 'utf8'),
);

test.concurrent.each(modelledFaults)(
  'real etcd still shows what the modelled members are held to: %s',
  async name => {
    expect(await play(name, 'real')).toEqual(observed[name]);
  },
  120_000,
);
