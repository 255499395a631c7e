import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Foundation, startFoundation } from './foundation/foundation.ts';
import { deploymentName, drillTimings, type Timings } from './foundation/machine.ts';
import { startWriters, type Writers } from './foundation/writers.ts';
import { type DrillJumpHost, startJumpHost } from './jump-host/as-environment.ts';
import type { DrillOptions } from './options.ts';
import { openTools } from './real-tools/open-tools.ts';
import type { Tools, ToolsUsed, VmsOverSsh } from './real-tools/tools.ts';
import { atHost } from './slack/people/cast.ts';
import { startWorkspace, type Workspace } from './slack/workspace.ts';

/** A broken-to-be cluster, a Slack workspace, and the environment for a bot between them. */
export type Box = {
  readonly foundation: Foundation;
  readonly workspace: Workspace;
  readonly writers: Writers;
  readonly env: Readonly<Record<string, string>>;
  readonly tools: ToolsUsed;
  overSsh(): VmsOverSsh | null;
  stop(): Promise<void>;
};

export const clusterName = 'dev-1';

const commands = [
  { line: '/pks etcd-status', hint: 'each master as it is, and what is wrong' },
  { line: '/pks recover', hint: 'a plan first; nothing runs before somebody approves' },
  { line: '/pks recover --route original', hint: 'the runbook as it was written' },
  { line: '/pks snapshot', hint: 'saves what each member holds; changes nothing' },
  { line: '/pks restored', hint: 'a person restored etcd: its smaller revision counts' },
  { line: '/pks runs', hint: 'the last recoveries' },
  { line: '/pks doctor', hint: 'the tools on the jump host' },
  { line: '/pks help', hint: 'every verb' },
] as const;

const manifestPath = join(import.meta.dirname, '../slack-manifest.json');

const startOrElse = async (port: number): Promise<Workspace> => {
  const options = { commands, manifest: JSON.parse(await readFile(manifestPath, 'utf8')) };
  try {
    return await startWorkspace({ ...options, port });
  } catch {
    return startWorkspace(options); // the port is taken, likely by another drill: any free one
  }
};

const slackEnv = ({ apiUrl, botToken, appToken, ids }: Workspace) => ({
  SLACK_MODE: 'socket',
  SLACK_API_URL: apiUrl,
  SLACK_BOT_TOKEN: botToken,
  SLACK_APP_TOKEN: appToken,
  CHANNEL: ids.channel,
  APPROVERS_GROUP: ids.approvers,
  BREAK_GLASS_GROUP: ids.breakGlass,
});

/** How fast the bot looks in a box whose VMs take seconds and not minutes. */
const pace = (options: DrillOptions) => ({
  HOLD_SECONDS: String(options.holdSeconds),
  JOIN_SECONDS: '8',
  // Longer than its longest silence while it works, which is the Director's list of instances.
  BBR_SILENCE_SECONDS: options.director === null ? '5' : '30',
  // A proof that needs several looks waits for them, also where a look takes as long as on a real foundation.
  SETTLE_SECONDS: String(Math.max(60, Math.ceil(300 * (options.director?.command ?? 0)))),
  LOOK_EVERY_SECONDS: '1',
  SECOND_LOOK_SECONDS: '1',
});

/** Ends what was opened, last first, also when opening stopped half-way. */
const closing = () => {
  const ends: (() => Promise<unknown>)[] = [];
  return {
    later: (end: () => Promise<unknown>) => void ends.unshift(end),
    now: async () => {
      for (const end of ends.splice(0)) await end();
    },
  };
};

const hostPeople = Object.values(atHost)
  .map(({ login, id }) => `${login}=${id}`)
  .join(',');

const environment = (
  options: DrillOptions,
  folder: string,
  { workspace, tools, jumpHost }: { workspace: Workspace; tools: Tools; jumpHost: DrillJumpHost },
) => ({
  ...slackEnv(workspace),
  ...tools.env,
  ...jumpHost.env,
  ...pace(options),
  CARD_LANGUAGE: options.language,
  ...(options.slackDown === 'whole' ? { HOST_PEOPLE: hostPeople } : {}),
  CLUSTERS: `${clusterName}=${deploymentName}`,
  DATA_DIR: join(folder, 'bot'),
  TOOLS_PATH: `${tools.path}:${process.env.PATH ?? ''}`,
});

/** `quickTools`: for sweeps; the stand-ins then run in this process instead of starting Node for each command. */
export const openBox = async (
  options: DrillOptions,
  timings: Timings = drillTimings,
  { quickTools = false }: { readonly quickTools?: boolean } = {},
): Promise<Box> => {
  const folder = await mkdtemp(join(tmpdir(), 'pks-rescue-drill-'));
  const close = closing();
  close.later(() => rm(folder, { recursive: true, force: true }));
  try {
    const workspace = await startOrElse(options.port);
    close.later(workspace.close);
    const tools = await openTools(options.tools, folder, more =>
      startFoundation({
        folder,
        etcd: options.etcd,
        timings: options.director === null ? timings : { ...timings, costs: options.director },
        auth: options.auth,
        ...more,
        quickTools,
        ...(options.etcdBin ? { etcdBin: options.etcdBin } : {}),
        ...(options.monitGivesUpAfter > 0 ? { monitGivesUpAfter: options.monitGivesUpAfter } : {}),
      }),
    );
    const { foundation } = tools;
    close.later(tools.stop);
    const jumpHost = await startJumpHost(options.jumpHost, join(folder, 'jump-host'));
    close.later(jumpHost.stop);
    const writers = startWriters(foundation.machines);
    close.later(writers.stop);
    const env = environment(options, folder, { workspace, tools, jumpHost });
    return {
      foundation,
      workspace,
      writers,
      env,
      tools: tools.used,
      overSsh: tools.overSsh,
      stop: close.now,
    };
  } catch (error) {
    await close.now();
    throw error;
  }
};
