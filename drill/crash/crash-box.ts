import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Foundation, startFoundation } from '../foundation/foundation.ts';
import { deploymentName, sweepTimings, type Timings } from '../foundation/machine.ts';
import { startWorkspace, type Workspace } from '../slack/workspace.ts';

/** A foundation of modelled members in a hurry, a workspace, and the environment of the bots between them. */
export type CrashBox = {
  readonly foundation: Foundation;
  readonly workspace: Workspace;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
};

const manifestPath = join(import.meta.dirname, '../../slack-manifest.json');

/** As slow as the scaled foundation: what takes minutes on real VMs takes tenths of a second there. */
const pace = {
  HOLD_SECONDS: '0.3',
  JOIN_SECONDS: '1',
  SETTLE_SECONDS: '10',
  LOOK_EVERY_SECONDS: '0.2',
  SECOND_LOOK_SECONDS: '0.05',
  // More answers that must not be lost.
  APPROVALS_CHANGE: '2',
  // The watch has its own tests; here it would only look in between.
  WATCH_CRON: '0 0 1 1 *',
};

export const openCrashBox = async (
  path: string,
  databaseUrl: string | null,
  timings: Timings = sweepTimings,
  /** Beside those of the manifest. */
  events: readonly string[] = [],
): Promise<CrashBox> => {
  const folder = await mkdtemp(join(tmpdir(), 'pks-rescue-crash-'));
  const keyFile = join(folder, 'record.key');
  await writeFile(keyFile, randomBytes(32).toString('base64'), { mode: 0o600 });
  const manifest = JSON.parse(await readFile(manifestPath, 'utf8'));
  manifest.settings.event_subscriptions.bot_events.push(...events);
  // Bots start here more often in a minute than Slack gives anybody a connection (apps.connections.open: about one).
  const workspace = await startWorkspace({ commands: [], manifest, rates: false });
  const foundation = await startFoundation({
    folder: join(folder, 'box'),
    etcd: 'modelled',
    timings,
    quickTools: true,
  });
  return {
    foundation,
    workspace,
    folder,
    env: {
      SLACK_MODE: 'socket',
      SLACK_API_URL: workspace.apiUrl,
      SLACK_BOT_TOKEN: workspace.botToken,
      SLACK_APP_TOKEN: workspace.appToken,
      CHANNEL: workspace.ids.channel,
      APPROVERS_GROUP: workspace.ids.approvers,
      ...foundation.env,
      ...pace,
      CLUSTERS: `dev-1=${deploymentName}`,
      DATA_DIR: join(folder, 'bot'),
      ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
      RECORD_KEY_FILE: keyFile,
      JUMP_HOST: 'local',
      TOOLS_PATH: `${foundation.toolsPath}:${path}`,
      PATH: path,
      HOME: folder,
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
    },
    stop: async () => {
      await foundation.stop();
      await workspace.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
