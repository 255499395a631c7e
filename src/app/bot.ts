import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { registerHandlers } from '../../handlers/index.ts';
import manifest from '../../package.json' with { type: 'json' };
import { hostProcesses } from '../adapters/journal/holder.ts';
import { keepRecordings } from '../adapters/recordings.ts';
import type { Config } from '../config.ts';
import { createDesk } from '../desk/desk.ts';
import { pruneKept } from '../desk/prune-snapshots.ts';
import { noteReturn } from '../engine/downtime.ts';
import { startDriver } from '../engine/driver.ts';
import type { Engine } from '../engine/engine.ts';
import { startTimekeeper } from '../engine/timekeeper.ts';
import { createRedactor } from '../readings/redact.ts';
import { lastThere } from '../watch/presence.ts';
import { startPruning } from '../watch/pruning.ts';
import { startWatch } from '../watch/watch.ts';
import { createAlerts } from './alerts.ts';
import { tellingOfRun } from './announce.ts';
import { secretsOf } from './config-secrets.ts';
import { keepConnected } from './connect-slack.ts';
import { slackSeen } from './doctor-slack.ts';
import { engineOf } from './engine-of.ts';
import { startGuards } from './guards.ts';
import { heartbeatOf } from './heartbeat.ts';
import { breakers, keepMemberships, memberships } from './memberships.ts';
import { createMetrics } from './metrics.ts';
import { noteStart } from './note-start.ts';
import { timeRules } from './pagers.ts';
import { startReporting } from './reporting.ts';
import { forgetOld } from './retention.ts';
import { slackSide } from './slack-side.ts';
import { pagedLoss } from './socket-watch.ts';
import { type Behind, openStatus } from './status.ts';
import { stopBot } from './stop-bot.ts';
import { openStores, theWorld, type World } from './stores.ts';
import { onCallOf, watching } from './watching.ts';

export type Bot = {
  readonly engine: Engine;
  /** Resolves with the reason when this bot may not go on; whoever started it stops it then. */
  readonly mayNotGoOn: Promise<string>;
  /** Resolves with the reason when another process has to try: this one gets no connection to Slack. */
  readonly startAnew: Promise<string>;
  /** For an error that nobody caught: true when it was Slack's connection, which is made anew then. */
  survives(error: unknown): boolean;
  stop(): Promise<void>;
};

/** For the last word in the ledger. */
const noteMs = 2_000;

/** The whole bot from its configuration: opens, connects, resumes what was live, and listens. */
export const startBot = async (
  config: Config,
  log: (line: string) => void,
  world: World = theWorld,
): Promise<Bot> => {
  const redact = createRedactor({ secrets: secretsOf(config) });
  const say = (line: string) => log(redact.text(line));
  const { clock } = world;
  const { slack, telling, cards, askDrawings } = slackSide(config, clock, say);
  const metrics = createMetrics(clock);
  let heartbeat: ReturnType<typeof heartbeatOf> = null;
  const behind: Behind = { journal: null, held: () => null };
  const status = await openStatus(config, slack, metrics, behind);
  const stores = await openStores(config, world, telling, redact, metrics.counting);
  const { name, journal, jumpHost, patiently } = stores;
  const { people, channel, mail } = cards(journal);
  const tellOf = tellingOfRun(telling, journal);
  let guarding: Pick<Awaited<ReturnType<typeof startGuards>>, 'held' | 'takesNoClicks'> | null = null;
  const membership = memberships(journal, config, people.membership);
  const breaker = breakers(journal, config, people.inGroup);
  const engine = engineOf(config, {
    breaker,
    journal,
    jumpHost,
    channel,
    people: { membership, answerers: people.answerers, runPlace: people.runPlace },
    clock,
    tell: (run, words) => void tellOf(run, words),
    held: () => guarding?.held() ?? null,
    takesNoClicks: () => guarding?.takesNoClicks() ?? null,
    log: say,
  });
  const kept = keepMemberships(membership, breaker, config, clock);
  Object.assign(behind, { journal, held: engine.held });
  const itsDesk = createDesk(engine, config.CLUSTERS ?? null);
  const { answerers } = people;
  const desk = metrics.watching({
    ...itsDesk,
    doctor: async () =>
      (
        await Promise.all([
          itsDesk.doctor(),
          slackSeen({ slack, config, answerers, heardMs: () => heartbeat?.heardMs() ?? null }),
        ])
      ).flat(),
  });
  const reporting = startReporting({ journal, web: slack.web, channel, config, redact, clock, log: say });
  const alerts = config.CHANNEL
    ? createAlerts({
        journal,
        web: slack.web,
        channel: config.CHANNEL,
        locale: config.CARD_LANGUAGE,
        onCall: onCallOf(config),
        log: say,
      })
    : null;
  registerHandlers(slack.app, {
    desk,
    ...(alerts ? { alerts, alertChannel: config.CHANNEL } : {}),
    report: reporting.report,
    channel,
    mail,
    clock,
    locale: config.CARD_LANGUAGE,
    channelLocale: config.CARD_LANGUAGE,
    localeOf: people.localeOf,
    version: manifest.version,
    host: hostname(),
    keepRecording: keepRecordings(config.DATA_DIR),
    admit: people.admit,
    whyNoRun: people.whyNoRun,
    redelivered: metrics.redelivered,
    log: say,
  });
  await patiently(async () => noteReturn(engine, await lastThere(journal)));
  const pruning = engine.onlyReads ? null : startPruning(() => pruneKept(engine), say);
  const forgetting = startPruning(() => forgetOld(config, engine), say, { what: 'old runs' });
  const foreign = Promise.withResolvers<string>();
  const guards = await startGuards(
    telling,
    {
      slack,
      token: config.SLACK_APP_TOKEN ?? '',
      journal,
      // Containers have the same pid, and may have been given the same name.
      name: `${name}-${randomUUID().slice(0, 4)}`,
      keys: stores.keys,
      known: stores.knowKey,
      jumpHost,
      own: { fence: async () => (await jumpHost.place()).id, processes: hostProcesses() },
    },
    foreign.resolve,
  );
  guarding = guards;
  await patiently(() => noteStart({ ...stores, config, redact, bot: name, version: manifest.version }));
  // Only now: another bot with another fence is known from the first move on.
  const driver = startDriver(engine);
  const rules = timeRules(config, clock, { noteInLedger: journal.noteInLedger, log: say });
  const timekeeper = startTimekeeper(engine, rules);
  const anew = Promise.withResolvers<string>();
  const lost = pagedLoss(rules.pager, say, { ...anew, never: foreign.resolve });
  const connection = keepConnected(slack, clock, say, lost);
  await connection.made;
  heartbeat = heartbeatOf(config, { slack, journal, clock, log: say, onLost: why => lost(why, false) });
  await askDrawings();
  for (const row of await patiently(() => journal.rows({ live: true }))) channel.show(row.run);
  channel.catchUp();
  const watch =
    alerts && config.CHANNEL
      ? startWatch(watching(engine, desk, slack.web, config, config.CHANNEL, alerts))
      : null;
  return {
    engine,
    mayNotGoOn: foreign.promise,
    startAnew: anew.promise,
    survives: connection.survives,
    stop: () => {
      pruning?.stop();
      forgetting.stop();
      kept.stop();
      heartbeat?.stop();
      const noted = journal
        .noteInLedger({ kind: 'bot-stopped', bot: name })
        .catch(error => say(`this stop is not written down: ${String(error)}`));
      // A store that does not answer keeps no bot from stopping.
      const patience = Promise.race([noted, clock.sleep(noteMs)]);
      return stopBot({
        connection,
        slack,
        driver,
        timekeeper,
        watch,
        reporting,
        status,
        channel,
        guards,
        jumpHost,
        journal: { close: () => patience.then(journal.close) },
      });
    },
  };
};
