import { existsSync } from 'node:fs';
import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { masterProcesses } from '../seed.ts';
import { etcdctlScript, type JobFacts, startScript, stubs, utilsScript } from './job.ts';

const executable = async (path: string, text: string): Promise<void> => {
  await writeFile(path, text);
  await chmod(path, 0o755);
};

/** The folders of one master's /var/vcap: store/ outlives the VM, everything else goes with it. */
export const ephemeralDisk = (job: () => JobFacts, binaries: { etcd: string; etcdctl: string }) => {
  const vcap = job().vcap;
  const drop = async (): Promise<void> => {
    for (const folder of ['data', 'sys', 'jobs', 'packages', 'bosh', 'stubs'])
      await rm(join(vcap, folder), { recursive: true, force: true });
  };
  const renderEtcdJob = async (): Promise<void> => {
    const bin = join(vcap, 'data/jobs/etcd/bin');
    const config = join(vcap, 'data/jobs/etcd/config');
    await mkdir(config, { recursive: true });
    for (const [name, text] of Object.entries(job().config))
      await writeFile(join(config, name), text, { mode: name.endsWith('.key') ? 0o640 : 0o644 });
    await writeFile(join(bin, 'utils.sh'), utilsScript(job()));
    await executable(join(bin, 'etcdctl'), etcdctlScript(job()));
    await executable(join(bin, 'etcd'), startScript(job()));
  };
  const renew = async (): Promise<void> => {
    await drop();
    const jobs = masterProcesses.map(name => `data/jobs/${name}/bin`);
    const folders = ['store/etcd', 'data', 'packages/etcd/bin', 'bosh/bin', 'stubs', 'sys/run/bpm/etcd'];
    for (const folder of [...folders, 'sys/log/etcd', ...jobs])
      await mkdir(join(vcap, folder), { recursive: true });
    await symlink('data/jobs', join(vcap, 'jobs'));
    await symlink(binaries.etcd, join(vcap, 'packages/etcd/bin/etcd'));
    await symlink(binaries.etcdctl, join(vcap, 'packages/etcd/bin/etcdctl'));
    for (const [name, text] of Object.entries(stubs(job())))
      await executable(join(vcap, 'stubs', name), text);
    await symlink('../../stubs/monit', join(vcap, 'bosh/bin/monit'));
    await writeFile(join(vcap, 'sys/log/etcd/etcd.stderr.log'), '');
    await renderEtcdJob();
  };
  return {
    renew,
    drop,
    renderEtcdJob,
    has: (name: string) => existsSync(join(vcap, 'data/jobs', name)),
    remove: (name: string) => rm(join(vcap, 'data/jobs', name), { recursive: true, force: true }),
  };
};
