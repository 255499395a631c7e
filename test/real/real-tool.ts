import { execFileSync } from 'node:child_process';
import { pins, toolPath } from '../../tools/pins.ts';

/** Why a pinned tool can't be used, or null when it is there at its release. */
export const whyMissing = (name: string): string | null => {
  const pin = pins.find(known => known.name === name);
  if (pin === undefined) return `${name} is not pinned in tools/pins.json`;
  try {
    const said = execFileSync(toolPath(name), [...pin.asks], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    if (said.includes(pin.says)) return null;
    return `${toolPath(name)} says ${said.trim()} and not ${pin.says}: run npm run tools`;
  } catch {
    return `${toolPath(name)} is not there: run npm run tools, which says why if it can't be had`;
  }
};

/** In CI a missing tool is a failure, never a skip; on a developer's machine its tests are skipped with the reason. */
export const maySkip = (): boolean => !process.env.CI;
