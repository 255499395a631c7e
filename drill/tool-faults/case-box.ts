import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Foundation, startFoundation } from '../foundation/foundation.ts';
import { deploymentName, sweepTimings } from '../foundation/machine.ts';
import { sshEnvironment } from '../jump-host/as-environment.ts';
import { type Sshd, startSshd } from '../jump-host/sshd.ts';
import { startWorkspace, type Workspace } from '../slack/workspace.ts';
import type { Case } from './cases.ts';
import { type Shims, writeShims } from './shims.ts';

/** Modelled members in a hurry, tools that misbehave on demand, and a workspace: one case's whole world. */
export type CaseBox = {
  readonly foundation: Foundation;
  readonly workspace: Workspace;
  readonly shims: Shims;
  /** The jump host, where the case is about losing it. */
  readonly sshd: Sshd | null;
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
};

const manifestPath = join(import.meta.dirname, '../../slack-manifest.json');

/** As slow as the scaled foundation: what takes minutes on real VMs takes tenths of a second there. */
const pace = {
  HOLD_SECONDS: '0.3',
  JOIN_SECONDS: '1',
  SETTLE_SECONDS: '6',
  LOOK_EVERY_SECONDS: '0.4',
  SECOND_LOOK_SECONDS: '0.3',
  // The watch has its own tests; here it would only look in between.
  WATCH_CRON: '0 0 1 1 *',
};

const environment = (folder: string, box: Omit<CaseBox, 'env' | 'stop'>) => ({
  SLACK_MODE: 'socket',
  SLACK_API_URL: box.workspace.apiUrl,
  SLACK_BOT_TOKEN: box.workspace.botToken,
  SLACK_APP_TOKEN: box.workspace.appToken,
  CHANNEL: box.workspace.ids.channel,
  APPROVERS_GROUP: box.workspace.ids.approvers,
  ...box.foundation.env,
  ...pace,
  CLUSTERS: `dev-1=${deploymentName}`,
  DATA_DIR: join(folder, 'bot'),
  ...(box.sshd ? sshEnvironment(join(folder, 'jump-host'), box.sshd) : { JUMP_HOST: 'local' }),
  TOOLS_PATH: box.shims.path,
  BBR_SCRIPT: box.shims.bbr,
});

export const openCaseBox = async ({ step, fault }: Case): Promise<CaseBox> => {
  const folder = await mkdtemp(join(tmpdir(), 'pks-rescue-case-'));
  const manifest = JSON.parse(await readFile(manifestPath, 'utf8'));
  const workspace = await startWorkspace({ commands: [], manifest });
  const foundation = await startFoundation({
    folder: join(folder, 'box'),
    etcd: 'modelled',
    timings: sweepTimings,
    quickTools: true,
    // Only a monit that gave up leaves etcd to be started by hand.
    ...(step === 'monit-start' ? { monitGivesUpAfter: 2 } : {}),
  });
  const shims = await writeShims(join(folder, 'shims'), foundation.toolsPath);
  const sshd = fault.startsWith('ssh') ? await startSshd(join(folder, 'jump-host')) : null;
  const box = { foundation, workspace, shims, sshd };
  return {
    ...box,
    env: environment(folder, box),
    stop: async () => {
      await sshd?.stop();
      await foundation.stop();
      await workspace.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
