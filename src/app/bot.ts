import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { registerHandlers } from '../../handlers/index.ts';
import manifest from '../../package.json' with { type: 'json' };
import { hostProcesses } from '../adapters/journal/holder.ts';
import { type JournalOptions, openJournal } from '../adapters/journal/open-journal.ts';
import { connectJumpHost } from '../adapters/jump-host/connect.ts';
import { createSlackApp, type SlackConfig } from '../adapters/slack/app.ts';
import { createSlackChannel } from '../adapters/slack/channel.ts';
import { createPeople } from '../adapters/slack/people.ts';
import { systemClock } from '../adapters/system-clock.ts';
import type { Config } from '../config.ts';
import { createDesk } from '../desk/desk.ts';
import { pruneKept } from '../desk/prune-snapshots.ts';
import { noteReturn } from '../engine/downtime.ts';
import { startDriver } from '../engine/driver.ts';
import type { Engine } from '../engine/engine.ts';
import { leaseMs } from '../engine/keep-lease.ts';
import { openObserver } from '../observe/observer.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import { createRedactor } from '../readings/redact.ts';
import { runbooks } from '../runbooks/index.ts';
import type { Settings } from '../runbooks/runbook.ts';
import type { RunEvent } from '../runs/events.ts';
import { parseEvent } from '../runs/parse-event.ts';
import { watchedJournal } from '../watch/journal-watch.ts';
import { lastThere } from '../watch/presence.ts';
import { startPruning } from '../watch/pruning.ts';
import { startWatch } from '../watch/watch.ts';
import type { Words } from '../words.ts';
import { type Telling, tellingOfRun, tellingTrouble } from './announce.ts';
import { secretsOf } from './config-secrets.ts';
import { keepConnected } from './connect-slack.ts';
import { drawing, liveChannels } from './drawing.ts';
import { refuseStrangers, startGuards } from './guards.ts';
import { alreadyTold, openPatiently } from './open-patiently.ts';
import { stopBot } from './stop-bot.ts';
import { toolEnvironment } from './tool-environment.ts';
import { watching } from './watching.ts';

export type Bot = {
  readonly engine: Engine;
  /** Resolves with the reason when this bot may not go on; whoever started it stops it then. */
  readonly mayNotGoOn: Promise<string>;
  /** For an error that nobody caught: true when it was Slack's connection, which is made anew then. */
  survives(error: unknown): boolean;
  stop(): Promise<void>;
};

const slackConfig = (config: Config, log: (line: string) => void): SlackConfig => {
  const common = { botToken: config.SLACK_BOT_TOKEN, apiUrl: config.SLACK_API_URL, log };
  return config.SLACK_MODE === 'socket'
    ? { ...common, mode: 'socket', appToken: config.SLACK_APP_TOKEN ?? '' }
    : { ...common, mode: 'http', signingSecret: config.SLACK_SIGNING_SECRET ?? '', port: config.PORT };
};

const settingsOf = (config: Config): Settings => ({
  bbrScript: config.BBR_SCRIPT,
  serviceUrl: config.SERVICE_URL ?? null,
  datacenter: config.GOVC_DATACENTER ?? null,
  holdSeconds: config.HOLD_SECONDS,
  cures33: config.ETCD_33_CURES === 'on',
  joinSeconds: config.JOIN_SECONDS,
  settleSeconds: config.SETTLE_SECONDS,
  snapshots: {
    folder:
      config.JUMP_HOST === 'local'
        ? resolve(config.DATA_DIR, 'snapshots')
        : `${config.JUMP_HOST_FOLDER.replace(/^~\//, '')}/snapshots`,
    keepDays: config.SNAPSHOT_KEEP_DAYS,
    etcdBin: config.ETCD_BIN ?? null,
    host: config.JUMP_HOST,
  },
});

/** What the bot stands on, for whoever starts it with something between it and the world. Exported for its tests. */
export type World = {
  readonly clock: Clock;
  readonly openJournal: (options: JournalOptions<RunEvent>) => Promise<Journal<RunEvent>>;
  readonly connectJumpHost: typeof connectJumpHost;
};
const theWorld: World = { clock: systemClock, openJournal, connectJumpHost };

/** The whole bot from its configuration: opens, connects, resumes what was live, and listens. */
export const startBot = async (
  config: Config,
  log: (line: string) => void,
  world: World = theWorld,
): Promise<Bot> => {
  const redact = createRedactor({ secrets: secretsOf(config) });
  const say = (line: string) => log(redact.text(line));
  const { clock } = world;
  const slack = createSlackApp(slackConfig(config, say));
  const live = liveChannels();
  const telling: Telling = {
    slack,
    channels: () => (config.CHANNEL ? [config.CHANNEL] : live.all()),
    locale: config.CARD_LANGUAGE,
    clock,
    log: say,
  };
  const name = `${hostname()}/${process.pid}`;
  const open = () =>
    world.openJournal({
      dataDir: config.DATA_DIR,
      databaseUrl: config.DATABASE_URL,
      holder: name,
      leaseMs,
      parse: parseEvent,
    });
  const trouble = tellingTrouble(telling);
  const journal = watchedJournal(await openPatiently(open, trouble, clock), trouble);
  // It can go away again before the bot stands; that is told, and waited for, like any other time.
  const patiently = <T>(act: () => Promise<T>) => openPatiently(act, alreadyTold, clock);
  if (config.SLACK_MODE === 'socket')
    await patiently(() => refuseStrangers(journal, config.SLACK_APP_TOKEN ?? ''));
  const jumpHost = await world.connectJumpHost(config.JUMP_HOST, {
    env: toolEnvironment(config, process.env.PATH ?? '', process.env.HOME ?? '/'),
    folder: join(config.DATA_DIR, 'jump-host'),
    redact,
    identityFile: config.JUMP_HOST_KEY,
    knownHostsFile: config.JUMP_HOST_KNOWN_HOSTS,
    remoteFolder: config.JUMP_HOST_FOLDER,
    toolsPath: config.TOOLS_PATH,
    secretsFile: config.JUMP_HOST_SECRETS_FILE,
    // ssh itself is found where the bot is, whatever PATH the tools have over there.
    clientEnv: {
      ...(process.env.PATH ? { PATH: process.env.PATH } : {}),
      ...(config.SSH_AUTH_SOCK ? { SSH_AUTH_SOCK: config.SSH_AUTH_SOCK } : {}),
    },
  });
  const people = createPeople({
    web: slack.web,
    approvers: config.APPROVERS_GROUP ? { group: config.APPROVERS_GROUP } : { users: config.APPROVERS ?? [] },
    clock,
  });
  const channel = createSlackChannel({
    web: slack.web,
    journal,
    draw: drawing(journal, config, live),
    clock,
    log: say,
    onTrouble: (run, words) => say(`run ${run}: ${words.en}`),
  });
  const settings = settingsOf(config);
  const tellOf = tellingOfRun(telling, journal);
  let held: () => Words | null = () => null;
  const engine: Engine = {
    journal,
    jumpHost,
    clock,
    channel,
    runbooks,
    settings,
    observer: openObserver({
      jumpHost,
      journal,
      clock,
      settings,
      secondLookMs: config.SECOND_LOOK_SECONDS * 1000,
    }),
    peopleRule: { change: config.APPROVALS_CHANGE, belowQuorum: config.APPROVALS_BELOW_QUORUM },
    membership: people.membership,
    lookEveryMs: config.LOOK_EVERY_SECONDS * 1000,
    tell: (run, words) => void tellOf(run, words),
    held: () => held(),
    log: say,
  };
  const desk = createDesk(engine, config.CLUSTERS ?? null);
  registerHandlers(slack.app, {
    desk,
    channel,
    clock,
    locale: config.CARD_LANGUAGE,
    version: manifest.version,
    admit: people.admit,
    whyNoCards: people.whyNoCards,
    log: say,
  });
  await patiently(async () => noteReturn(engine, await lastThere(journal)));
  const pruning = startPruning(() => pruneKept(engine), say);
  let foreign = (_why: string) => {};
  const mayNotGoOn = new Promise<string>(resolve => {
    foreign = resolve;
  });
  const guards = await startGuards(
    telling,
    {
      slack,
      token: config.SLACK_APP_TOKEN ?? '',
      journal,
      // Containers have the same pid, and may have been given the same name.
      name: `${name}-${randomUUID().slice(0, 4)}`,
      own: { fence: async () => (await jumpHost.place()).id, processes: hostProcesses() },
    },
    foreign,
  );
  held = guards.held;
  // Only now: another bot with another fence is known from the first move on.
  const driver = startDriver(engine);
  const connection = keepConnected(slack, clock, say);
  await connection.made;
  for (const row of await patiently(() => journal.rows({ live: true }))) channel.show(row.run);
  channel.catchUp();
  const watch = config.CHANNEL ? startWatch(watching(engine, desk, slack.web, config, config.CHANNEL)) : null;
  return {
    engine,
    mayNotGoOn,
    survives: connection.survives,
    stop: () => {
      pruning.stop();
      return stopBot({ connection, slack, driver, watch, channel, guards, jumpHost, journal });
    },
  };
};
