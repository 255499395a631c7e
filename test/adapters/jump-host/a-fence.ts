import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { createLocalJumpHost } from '../../../src/adapters/jump-host/local.ts';
import type { Command } from '../../../src/model/command.ts';
import type { JumpHost } from '../../../src/ports/jump-host.ts';
import { createRedactor } from '../../../src/readings/redact.ts';

/** Set by test/machine/adapters/jump-host/fence-busybox.test.ts: every tool is busybox's then, `sh` and `setsid` too. */
const busybox = process.env.FENCE_SHELL === 'busybox';
const busyboxPath = busybox ? mkdtempSync(join(tmpdir(), 'pks-busybox-')) : '';

/** A folder of the calling test file's own: this module is read once for several of them (`isolate: false`). */
export const aRoot = (): string => {
  const root = mkdtempSync(join(tmpdir(), 'pks-fence-'));
  beforeAll(() => {
    if (!busybox) return;
    mkdirSync(busyboxPath, { recursive: true });
    spawnSync('busybox', ['--install', '-s', busyboxPath]);
  });
  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
    if (busybox) rmSync(busyboxPath, { recursive: true, force: true });
  });
  return root;
};

export const shells: readonly (readonly [shell: string, path: string])[] = busybox
  ? [['busybox', busyboxPath]]
  : [['sh', '/usr/bin:/bin']];
/** How each shell is called with a script. */
export const shellLines = busybox ? ['busybox sh'] : ['sh', 'bash'];

type Setting = {
  readonly graceSeconds?: number;
  readonly secrets?: string[];
  readonly env?: Record<string, string>;
};

/** A jump host whose fence lives in `folder` and whose tools are those of `path`; a second one is another bot on the same. */
export const hostsOf = (folder: string, path: string) => {
  const hostWith = (more: Setting = {}): JumpHost =>
    createLocalJumpHost({
      env: { PATH: path, ...more.env },
      folder,
      redact: createRedactor({ secrets: more.secrets ?? [] }),
      graceSeconds: more.graceSeconds ?? 0.3,
    });
  const host = hostWith();
  afterAll(() => host.close());
  return { host, hostWith };
};

let count = 0;
export const claimName = () => `run-1.step_2-${++count}`;
export const sh = (script: string, deadlineSeconds = 15): Command => ({
  tool: 'bosh',
  argv: ['sh', '-c', script],
  effect: 'changes',
  deadlineSeconds,
});
