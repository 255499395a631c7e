import { existsSync, writeFileSync } from 'node:fs';
import { conductFile, conductNow, conductPinned, unraised } from './conduct/conduct.ts';

/** `npx node test/support/pin-conduct.ts`: writes down what each step does now, where a changed one has a new version. */
const was = existsSync(conductFile) ? conductPinned() : {};
const now = conductNow();
const wrong = Object.keys(now).flatMap(name => unraised(name, was[name], now[name]) ?? []);
for (const line of wrong) console.error(line);
if (wrong.length > 0) process.exitCode = 1;
else writeFileSync(conductFile, `${JSON.stringify(now, null, 1)}\n`);
