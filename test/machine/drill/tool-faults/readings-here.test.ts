import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Foundation, startFoundation } from '../../../../drill/foundation/foundation.ts';
import { deploymentName, scaledTimings } from '../../../../drill/foundation/machine.ts';
import { readHere } from '../../../../drill/tool-faults/readings-here.ts';
import { createLocalJumpHost } from '../../../../src/adapters/jump-host/local.ts';
import * as bosh from '../../../../src/commands/bosh.ts';
import { serviceCheck } from '../../../../src/commands/curl.ts';
import * as govc from '../../../../src/commands/govc.ts';
import * as vm from '../../../../src/commands/vm.ts';
import type { Command } from '../../../../src/model/command.ts';
import type { JumpHost } from '../../../../src/ports/jump-host.ts';
import { createRedactor } from '../../../../src/readings/redact.ts';

let folder: string;
let foundation: Foundation;
let jumpHost: JumpHost;
const redact = createRedactor({ secrets: [] });
const env = { PATH: '' };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pks-rescue-here-'));
  foundation = await startFoundation({
    folder: join(folder, 'box'),
    etcd: 'modelled',
    timings: scaledTimings,
    quickTools: true,
  });
  env.PATH = `${foundation.toolsPath}:/usr/bin:/bin`;
  jumpHost = createLocalJumpHost({ env, folder: join(folder, 'jump-host'), redact });
});
afterAll(async () => {
  await jumpHost.close();
  await foundation.stop();
  await rm(folder, { recursive: true, force: true });
});

const here = (command: Command) =>
  readHere(command, { defaults: foundation.toolDefaults, env, redact, folder });
const master = () => `master/${foundation.machines.masters[0]?.uuid}`;
const cid = () => foundation.machines.masters[0]?.vm?.cid ?? '';

test.each<[string, () => Command]>([
  ['bosh instances', () => bosh.bosh(deploymentName).instances()],
  ['bosh locks', bosh.locks],
  ['bosh curl', bosh.resurrectionState],
  ['a look at a VM', () => bosh.bosh(deploymentName).ssh(master(), vm.probe(), 'reads', 30)],
  ['a question that fails', () => bosh.bosh('nowhere').instances()],
  ['govc find', () => govc.find(cid())],
  ['govc with a VM that is not there', () => govc.collect('vm-999')],
])('%s says the same with its processes and without', async (_what, command) => {
  const near = await here(command());
  const far = await jumpHost.run(command());
  expect(near).toEqual({ ...far, seconds: expect.any(Number), sha256: expect.any(String), lines: far.lines });
  expect(far.stdout + far.stderr).not.toBe('');
});

test('what acts, and what is no stand-in, keeps its processes', async () => {
  expect(await here(bosh.resurrection('off'))).toBeNull();
  expect(await here(serviceCheck('http://127.0.0.1:1/'))).toBeNull();
});
