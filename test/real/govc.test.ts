import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordEffects } from '../../drill/foundation/effects.ts';
import type { OtherVm } from '../../drill/foundation/vcenter/inventory.ts';
import { startVcenter, type Vcenter } from '../../drill/foundation/vcenter/vcenter.ts';
import { createLocalJumpHost } from '../../src/adapters/jump-host/local.ts';
import * as govc from '../../src/commands/govc.ts';
import type { Ran } from '../../src/model/command.ts';
import { readAbout } from '../../src/readings/govc-about.ts';
import { createRedactor } from '../../src/readings/redact.ts';
import { toolPath } from '../../tools/pins.ts';
import { type Ended, expectAgreement, type Judged, runProgram } from './agreement.ts';
import { maySkip, whyMissing } from './real-tool.ts';
import { addNamesakes, cids, folder, inventoryOf, startVcsim } from './vcsim.ts';

const missing = whyMissing('govc') ?? whyMissing('vcsim');
const standIn = join(import.meta.dirname, '../../drill/tools/govc.ts');

test('the real govc and vcsim are there', context => {
  if (missing !== null && maySkip()) context.skip(missing);
  expect(missing).toBeNull();
});

describe.skipIf(missing !== null)('real govc on real vcsim, and the stand-in on the box’s vCenter', () => {
  let vcsim: Awaited<ReturnType<typeof startVcsim>>;
  let vcenter: Vcenter;
  let inventory: readonly OtherVm[];
  const openBox = async () => {
    inventory = await inventoryOf(vcsim.govc);
    vcenter = await startVcenter({
      machines: [],
      timings: { powerChange: 0 },
      effects: recordEffects(),
      others: inventory,
      credentials: { username: 'ops', password: 'right' },
      speech: 'vcsim',
    });
  };
  beforeAll(async () => {
    vcsim = await startVcsim();
    await openBox();
  });
  afterAll(async () => {
    await vcenter?.stop();
    vcsim?.stop();
  });

  /** Volatile by name: when, on which host, which number an event has, and who plays vCenter. */
  const masked = ({ exitCode, stdout, stderr }: Ended, url: string): Ended => {
    const mask = (text: string) =>
      text
        .replaceAll(url, 'VCENTER')
        .replace(/(Boot time: +).*/g, '$1WHEN')
        .replace(/(Product ID: +vpx\nUUID: +).*/, '$1WHICH')
        .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'WHEN')
        .replace(/\[\w{3} \w{3} [ \d]\d [\d:]+ \d{4}\]/g, '[WHEN]')
        .replace(/DC\d_[CH]\d(_H\d)?(?=$| in |\s)/gm, 'HOST')
        .replace(/"key": \d+/g, '"key": 0')
        .replace(/\[\d+\] \[(Vm\w+)\]/g, '[N] [$1]')
        .replace(/\(govmomi simulator\)|\(pks-rescue drill\)/g, '(WHO)');
    return { exitCode, stdout: mask(stdout), stderr: mask(stderr) };
  };

  type Changes = Readonly<Record<string, string>>;
  const both = async (argv: readonly string[], changes: Changes = {}) => {
    const [, ...words] = argv;
    const environment = { ...vcsim.environment, ...changes };
    const url = environment.GOVC_URL === vcsim.url ? vcenter.url : environment.GOVC_URL;
    return {
      real: masked(await runProgram(toolPath('govc'), words, environment), vcsim.url),
      standIn: masked(
        await runProgram(process.execPath, [standIn, ...words], { ...environment, GOVC_URL: url }),
        vcenter.url,
      ),
    };
  };
  type Question = {
    readonly asked: readonly string[];
    readonly env?: Changes;
    readonly judged?: readonly Judged[];
  };
  const ask = (line: string, more: Omit<Question, 'asked'> = {}): Question => ({
    asked: ['govc', ...line.split(' ')],
    ...more,
  });
  const nobody = '00000000-1111-2222-3333-444444444444';

  const toolsOff: Judged = {
    why: 'VMware Tools never run in vcsim of this release; in a VM of BOSH they do',
    real: 'guestToolsNotRunning',
    standIn: 'guestToolsRunning',
  };

  /** Asked in this order: power states carry over. Names that only vcsim knows are put in at run time. */
  const questions: readonly Question[] = [
    { asked: govc.govcVersion().argv },
    ...Object.values(cids).map(cid => ({ asked: govc.find(cid).argv })),
    ask('about', {
      judged: [
        {
          why: 'the box plays vCenter 7.0, as in the captures',
          real: 'API version:  6.5',
          standIn: 'API version:  7.0',
        },
      ],
    }),
    ask(`find / -type m -name ${cids.second}`),
    ask(`find -i / -type m -name ${cids.second}`),
    ask(`find -l -i / -type m -name ${cids.second}`),
    ask('find / -type m -name nosuchvm'),
    ask('find -json / -type m -name nosuchvm'),
    ask('find / -type m -name *56c19cfc*'),
    ask('find / -type m -name master_* -runtime.powerState poweredOn'),
    ask('find /DC9 -type m'),
    ask('find / -type m -name [bad'),
    ask(`find . -type m -name ${cids.second}`, { env: { GOVC_DATACENTER: 'DC1' } }),
    ask(`vm.info ${cids.second}`),
    ask(`vm.info ${folder}/${cids.plain}`),
    ask('vm.info VirtualMachine:@second'),
    ask('vm.info @second'),
    ask('vm.info -vm.uuid @second-uuid'),
    ask('vm.info nosuchvm'),
    ask('vm.info -json nosuchvm'),
    ask('vm.info -json -vm.ipath /DC0/vm/pks_vms/nosuchvm'),
    ask('vm.info -json'),
    ask(`vm.info ${cids.second}`, { env: { GOVC_DATACENTER: 'DC9' } }),
    ask(`vm.info ${cids.second}`, { env: { GOVC_DATACENTER: '' } }),
    { asked: govc.collect('VirtualMachine:@second').argv, judged: [toolsOff] },
    { asked: govc.collect('VirtualMachine:vm-99999').argv },
    ask(`object.collect -s ${folder}/${cids.second} name runtime.powerState guest.ipAddress`),
    ask(`object.collect -json ${folder}/nosuchvm name`),
    ask('object.collect -json VirtualMachine:@second runtime.nosuch'),
    { asked: govc.power('off', 'DC0', '@second-instance').argv },
    { asked: govc.power('off', 'DC0', '@second-instance').argv },
    {
      asked: govc.collect('VirtualMachine:@second').argv,
      judged: [
        {
          why: 'vcsim keeps the address of a VM that is off; vCenter does not',
          real: '"127.28.3.3"',
          standIn: 'null',
        },
      ],
    },
    ask(`vm.power -off -json ${cids.second}`),
    ask(`vm.power -off -force ${cids.second}`),
    ask(`vm.power -reset ${cids.second}`),
    ask(`vm.power -s ${cids.second}`),
    { asked: govc.power('on', 'DC0', '@second-instance').argv },
    ask(`vm.power -on ${cids.second}`),
    { asked: govc.power('off', 'DC0', nobody).argv },
    { asked: govc.power('off', 'DC9', '@second-instance').argv },
    ask('vm.power -off nosuchvm'),
    ask(`vm.power -off ${folder}/${cids.plain}`),
    ask(`vm.power -on ${cids.plain}`),
    ask('vm.power -off master_*'),
    ask('vm.power -on master_*'),
    ask('vm.power -offf x'),
    ask(`vm.ip -wait 1s ${cids.second}`),
    ask('vm.ip -wait 1s nosuchvm'),
    ask(`events -n 4 ${folder}/${cids.second}`),
    ask(`events -json -l -n 2 -type VmPoweredOffEvent -type VmPoweredOnEvent ${folder}/${cids.second}`),
    ask(`events ${cids.second}`),
    ask(`events ${folder}/nosuchvm`),
    ask('device.info -vm nosuchvm'),
    ask(`vm.info ${cids.second}`, { env: { GOVC_PASSWORD: 'wrong' } }),
    ask(`vm.info -json ${cids.second}`, { env: { GOVC_PASSWORD: 'wrong' } }),
    ask(`vm.info ${cids.second}`, { env: { GOVC_URL: 'http://127.0.0.1:9' } }),
    ask(`vm.info ${cids.second}`, { env: { GOVC_URL: '' } }),
  ];
  const namesakeQuestions: readonly Question[] = [
    { asked: govc.find(cids.second).argv },
    ask(`vm.info ${cids.second}`),
    ask(`vm.power -off ${cids.second}`),
    ask(`vm.power -on ${cids.second}`),
    ask(`device.info -vm ${cids.second} disk-*`),
    ask(`events ${cids.second}`),
  ];

  /** `@second` and its uuids stand for what vcsim made up. */
  const filledIn = (words: readonly string[]) => {
    const second = inventory.find(vm => vm.path === `${folder}/${cids.second}`);
    return words.map(word =>
      word
        .replace('@second-instance', second?.instanceUuid ?? '')
        .replace('@second-uuid', second?.uuid ?? '')
        .replace('@second', second?.moref ?? ''),
    );
  };
  const named = (question: Question) => ({
    ...question,
    line: [
      ...question.asked,
      ...Object.entries(question.env ?? {}).map(([name, value]) => `${name}=${value}`),
    ].join(' '),
  });

  test.for(questions.map(named))('$line', async ({ asked, env, judged }, context) => {
    const { real, standIn: said } = await both(filledIn(asked), env);
    expectAgreement(context, `govc ${asked[1]}`, real, said, judged);
  });

  test('a peer that takes the call and never answers hangs govc for ever: its deadline ends it', async context => {
    const command = 'govc at a silent peer';
    context.task.meta.agreement = { command, agree: false };
    const silent = createServer(() => {});
    await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo; // of a TCP server that listens
    const host = createLocalJumpHost({
      env: { ...vcsim.environment, GOVC_URL: `http://127.0.0.1:${port}`, PATH: dirname(toolPath('govc')) },
      folder: await mkdtemp(join(tmpdir(), 'pks-rescue-silent-')),
      redact: createRedactor({ secrets: [] }),
      graceSeconds: 1,
    });
    try {
      const hangs = host.run({ ...govc.about(), deadlineSeconds: 4 });
      const [socket] = await once(silent, 'connection');
      // Nothing is read of it, and a socket that nobody reads never closes.
      socket.resume();
      const closed = once(socket, 'close');
      const ran = await hangs;
      expect(ran).toMatchObject({ end: 'deadline', exitCode: null, stdout: '' });
      expect(ran.seconds).toBeGreaterThan(3.5);
      expect(readAbout(ran)).toMatchObject({ trouble: 'deadline' });
      // The process is gone, and its connection with it.
      await closed;
      context.task.meta.agreement = { command, agree: true };
    } finally {
      await host.close();
      silent.close();
    }
  });

  test('about is a real login: a wrong password is told as one, and its version is read', async () => {
    const ranWith = async (changes: Changes) =>
      ({
        ...(await runProgram(toolPath('govc'), govc.about().argv.slice(1), {
          ...vcsim.environment,
          ...changes,
        })),
        ...{ command: govc.about(), end: 'exited', why: null, sha256: '', lines: 0, seconds: 0 },
      }) as Ran;
    expect(readAbout(await ranWith({}))).toMatch(/^\d+\.\d+/);
    expect(readAbout(await ranWith({ GOVC_PASSWORD: 'wrong' }))).toMatchObject({ trouble: 'login-failure' });
  });

  describe('where one name means several VMs', () => {
    beforeAll(async () => {
      await addNamesakes(vcsim.govc);
      await vcenter.stop();
      await openBox();
    });
    test.for(namesakeQuestions.map(named))('$line', async ({ asked, env, judged }, context) => {
      const { real, standIn: said } = await both(filledIn(asked), env);
      expectAgreement(context, `govc ${asked[1]}`, real, said, judged);
    });
  });
});
