import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as govc from '../../src/commands/govc.ts';
import type { Command, Ran } from '../../src/model/command.ts';
import { oneVm, readCollect, readFind } from '../../src/readings/govc-vm.ts';
import { readGovcVersion } from '../../src/readings/versions.ts';
import { pins, toolPath } from '../../tools/pins.ts';
import { runProgram } from './agreement.ts';
import { maySkip, whyMissing } from './real-tool.ts';
import { cids, folder, startVcsim } from './vcsim.ts';

/** Pascal keys before 0.31, a mixture at 0.31 and 0.32, camel since 0.35. */
const releases = pins.filter(pin => pin.name.startsWith('govc')).map(pin => pin.name);
const firstMissing = releases.map(whyMissing).find(why => why !== null) ?? whyMissing('vcsim');

test('every pinned govc is there', context => {
  if (firstMissing !== null && maySkip()) context.skip(firstMissing);
  expect(firstMissing).toBeNull();
});

describe.skipIf(firstMissing !== null)('every casing of keys is read to the same facts', () => {
  let vcsim: Awaited<ReturnType<typeof startVcsim>>;
  beforeAll(async () => {
    vcsim = await startVcsim();
  });
  afterAll(() => vcsim?.stop());

  const ran = async (release: string, command: Command): Promise<Ran> => {
    const ended = await runProgram(toolPath(release), command.argv.slice(1), vcsim.environment);
    return { command, end: 'exited', why: null, sha256: '', lines: 0, seconds: 0, ...ended };
  };

  test.for(releases)('%s', async (release, { task }) => {
    const command = `${release} keys`;
    task.meta.agreement = { command, agree: false };
    const found = readFind(await ran(release, govc.find(cids.second)));
    const vm = oneVm(cids.second, found);
    expect(vm).toMatchObject({ path: `${folder}/${cids.second}`, datacenter: 'DC0' });
    const moref = 'moref' in vm ? vm.moref : '';
    expect(readCollect(await ran(release, govc.collect(moref)))).toMatchObject({
      name: cids.second,
      power: 'on',
      connected: true,
      question: false,
      template: false,
      ip: '127.28.3.3',
    });
    expect(readGovcVersion(await ran(release, govc.govcVersion()))).toBe(
      pins.find(pin => pin.name === release)?.version.replace('v', ''),
    );
    task.meta.agreement = { command, agree: true };
  });
});
