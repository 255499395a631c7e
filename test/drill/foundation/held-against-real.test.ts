import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { modelledFaults } from '../../../drill/foundation/faults/index.ts';
import { play } from './play.ts';

/** Written by record-observed.ts with real etcd 3.4.23; test/machine/drill/foundation/real-etcd.test.ts holds real members to it. */
const observed = JSON.parse(readFileSync(new URL('observed.json', import.meta.url), 'utf8'));

test.concurrent.each(modelledFaults)(
  'modelled members show what real ones showed, broken and mended: %s',
  async name => {
    expect(await play(name, 'modelled')).toEqual(observed[name]);
  },
);
