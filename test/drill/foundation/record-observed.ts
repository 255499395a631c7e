/** By hand, on a machine with etcd 3.4: `npx node test/drill/foundation/record-observed.ts` writes what real members show. */
import { writeFile } from 'node:fs/promises';
import { modelledFaults } from '../../../drill/foundation/faults/index.ts';
import { type Play, play } from './play.ts';

const recorded: Record<string, Play> = {};
for (const name of modelledFaults) {
  recorded[name] = await play(name, 'real');
  console.log(`${name} recorded`);
}
await writeFile(new URL('observed.json', import.meta.url), `${JSON.stringify(recorded, null, 2)}\n`);
