import { hostname } from 'node:os';
import { join } from 'node:path';
import { type JournalOptions, openJournal } from '../adapters/journal/open-journal.ts';
import { connectJumpHost } from '../adapters/jump-host/connect.ts';
import { onlyReads } from '../adapters/jump-host/only-reads.ts';
import { systemClock } from '../adapters/system-clock.ts';
import type { Config } from '../config.ts';
import { leaseMs } from '../engine/keep-lease.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { JumpHost } from '../ports/jump-host.ts';
import type { Redactor } from '../readings/redact.ts';
import type { RunEvent } from '../runs/events.ts';
import { parseEvent } from '../runs/parse-event.ts';
import { watchedJournal } from '../watch/journal-watch.ts';
import { type Telling, tellingTrouble } from './announce.ts';
import { refuseStrangers } from './guards.ts';
import { alreadyTold, openPatiently } from './open-patiently.ts';
import { keysOf, sealingWith } from './record-keys.ts';
import { toolEnvironment } from './tool-environment.ts';

/** What the bot stands on, for whoever starts it with something between it and the world. */
export type World = {
  readonly clock: Clock;
  readonly openJournal: (options: JournalOptions<RunEvent>) => Promise<Journal<RunEvent>>;
  readonly connectJumpHost: typeof connectJumpHost;
};
export const theWorld: World = { clock: systemClock, openJournal, connectJumpHost };

/** How the jump host is reached, by the configuration. */
export const jumpHostOptions = (config: Config, redact: Redactor): Parameters<typeof connectJumpHost>[1] => ({
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

/** As the settings name it; of a bot that only looks, one that starts nothing that changes anything. */
export const connectHost = async (
  config: Config,
  redact: Redactor,
  { connectJumpHost: connect }: Pick<World, 'connectJumpHost'> = theWorld,
): Promise<JumpHost> => {
  const connected = await connect(config.JUMP_HOST, jumpHostOptions(config, redact));
  return config.CHANGES === 'off' ? onlyReads(connected) : connected;
};

/** The journal, waited for while it is away and told of in Slack, and the jump host. Rejects where this bot may not connect. */
export const openStores = async (
  config: Config,
  world: World,
  telling: Telling,
  redact: Redactor,
  counting: (journal: Journal<RunEvent>) => Journal<RunEvent> = journal => journal,
) => {
  const { clock } = world;
  const keys = keysOf(config);
  const { sealing, known } = sealingWith(keys);
  const name = `${hostname()}/${process.pid}`;
  const open = () =>
    world.openJournal({
      dataDir: config.DATA_DIR,
      databaseUrl: config.DATABASE_URL,
      holder: name,
      leaseMs,
      parse: parseEvent,
      sealing,
    });
  const trouble = tellingTrouble(telling);
  const journal = counting(watchedJournal(await openPatiently(open, trouble, clock), trouble));
  // It can go away again before the bot stands; that is told, and waited for, like any other time.
  const patiently = <T>(act: () => Promise<T>) => openPatiently(act, alreadyTold, clock);
  if (config.SLACK_MODE === 'socket')
    await patiently(() => refuseStrangers(journal, config.SLACK_APP_TOKEN ?? ''));
  const jumpHost = await connectHost(config, redact, world);
  return { name, journal, patiently, jumpHost, keys, knowKey: (id: string) => void known.add(id) };
};
