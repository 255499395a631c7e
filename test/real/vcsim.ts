import { spawn } from 'node:child_process';
import type { OtherVm } from '../../drill/foundation/vcenter/inventory.ts';
import { toolPath } from '../../tools/pins.ts';
import { runProgram } from './agreement.ts';

const group = 'service-instance-56c19cfc-d5d7-4e11-aee2-78c81f4e7ad4';
/** As the vSphere CPI names them: readable, or vm-<uuid>. */
export const cids = {
  victim: `master_${group}_dd04187297f4`,
  second: `master_${group}_1a2b3c4d5e6f`,
  third: `master_${group}_6f5e4d3c2b1a`,
  plain: 'vm-3a9b7c1e-0d5f-4b62-9a77-5c1f8e2d4b60',
} as const;
export const folder = '/DC0/vm/pks_vms';

const login = { GOVC_USERNAME: 'ops', GOVC_PASSWORD: 'right', GOVC_PERSIST_SESSION: 'false' };

/** A real vcsim holding the foundation's VMs, and a namesake in another folder and another datacenter. */
export const startVcsim = async () => {
  const words = [
    '-l',
    '127.0.0.1:0',
    '-tls=false',
    '-dc',
    '2',
    '-vm',
    '3',
    '-username',
    'ops',
    '-password',
    'right',
  ];
  // It ends when its standard input does, so also when this process is killed.
  const child = spawn(toolPath('vcsim'), [...words, '-stdinexit'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.on('data', chunk => {
      said += chunk;
      const found = /GOVC_URL=http:\/\/[^@]*@([\d.:]+)\/sdk/.exec(said);
      if (found) resolve(`http://${found[1]}`);
    });
    child.on('error', reject);
    child.on('close', code => reject(new Error(`vcsim ended with ${code} before it said its address`)));
  });
  const environment = {
    ...login,
    GOVC_URL: url,
    GOVC_DATACENTER: 'DC0',
    PATH: '/usr/bin:/bin',
    HOME: '/nonexistent',
  };
  const govc = async (...argv: string[]): Promise<string> => {
    const ended = await runProgram(toolPath('govc'), argv, environment);
    if (ended.exitCode !== 0) throw new Error(`govc ${argv.join(' ')}: ${ended.stderr}`);
    return ended.stdout;
  };
  await furnish(govc);
  return { url, environment, govc, stop: () => void child.kill('SIGTERM') };
};

type Govc = (...argv: string[]) => Promise<string>;

const furnish = async (govc: Govc) => {
  await govc('folder.create', folder);
  await govc('folder.create', '/DC0/vm/other_folder');
  const name = async (old: string, cid: string, ip: string) => {
    await govc('vm.change', '-vm', `/DC0/vm/${old}`, '-name', cid, '-e', `SET.guest.ipAddress=${ip}`);
    await govc('object.mv', `/DC0/vm/${cid}`, folder);
  };
  await name('DC0_H0_VM0', cids.victim, '127.28.3.2');
  await name('DC0_H0_VM1', cids.second, '127.28.3.3');
  await name('DC0_H0_VM2', cids.third, '127.28.3.4');
  await name('DC0_C0_RP0_VM0', cids.plain, '127.28.3.5');
};

/** Namesakes of the second master, to ask what several VMs of one name do. */
export const addNamesakes = async (govc: Govc) => {
  await govc('vm.change', '-vm', '/DC0/vm/DC0_C0_RP0_VM1', '-name', cids.second);
  await govc('object.mv', `/DC0/vm/${cids.second}`, '/DC0/vm/other_folder');
  await govc('vm.change', '-dc', 'DC1', '-vm', '/DC1/vm/DC1_H0_VM0', '-name', cids.second);
};

/** What vcsim holds, for the stand-in's vCenter: the same morefs, uuids and addresses in the same order. */
export const inventoryOf = async (govc: Govc): Promise<readonly OtherVm[]> => {
  const lines = JSON.parse(await govc('find', '-json', '-l', '-i', '/', '-type', 'm')) as readonly string[];
  const vms: OtherVm[] = [];
  for (const line of lines) {
    const [moref = '', path = ''] = line.split('\t');
    const asked = ['config.uuid', 'config.instanceUuid', 'guest.ipAddress'];
    const values = JSON.parse(await govc('object.collect', '-json', moref, ...asked)) as readonly {
      val: string | null;
    }[];
    const [uuid, instanceUuid, ip] = values.map(({ val }) => val);
    vms.push({
      moref: moref.replace('VirtualMachine:', ''),
      path,
      uuid: uuid ?? '',
      instanceUuid: instanceUuid ?? '',
      ip: ip || null,
    });
  }
  return vms;
};
