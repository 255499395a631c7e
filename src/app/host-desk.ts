import { openJournal } from '../adapters/journal/open-journal.ts';
import { systemClock } from '../adapters/system-clock.ts';
import type { Config } from '../config.ts';
import { createDesk } from '../desk/desk.ts';
import { createRedactor } from '../readings/redact.ts';
import type { RunEvent } from '../runs/events.ts';
import { parseEvent } from '../runs/parse-event.ts';
import { lastThere } from '../watch/presence.ts';
import type { Words } from '../words.ts';
import { secretsOf } from './config-secrets.ts';
import { engineOf } from './engine-of.ts';
import { answerersAtHost, breakers, memberships, slackIsNotAsked } from './memberships.ts';
import { keysOf, sealingWith } from './record-keys.ts';
import { connectHost } from './stores.ts';

/** A bot is there as long as it says so every ten seconds. */
const thereMs = 40_000;

/**
 * The bot's own desk on its host, without Slack: the same journal, jump host and decisions. It drives nothing: the bot does, which
 * sees at once what is written here and posts it in order when Slack is back.
 */
export const openHostDesk = async (config: Config, log: (line: string) => void) => {
  const redact = createRedactor({ secrets: secretsOf(config) });
  const journal = await openJournal<RunEvent>({
    dataDir: config.DATA_DIR,
    databaseUrl: config.DATABASE_URL,
    holder: 'pks',
    parse: parseEvent,
    // Signed with the bot's own key, which its user may read: an answer without counts for nothing.
    sealing: sealingWith(keysOf(config, false)).sealing,
  });
  const jumpHost = await connectHost(config, redact);
  const engine = engineOf(config, {
    journal,
    jumpHost,
    clock: systemClock,
    channel: { show: () => {}, live: () => {} },
    people: {
      membership: memberships(journal, config, slackIsNotAsked),
      answerers: answerersAtHost(journal, config),
    },
    breaker: breakers(journal, config, () => slackIsNotAsked()),
    tell: (_run, words) => log(words.en),
    log,
  });
  return {
    journal,
    desk: createDesk(engine, config.CLUSTERS ?? null),
    /** A sentence beside the cards of a run, in order with the rest of its record. */
    note: async (run: string, words: Words): Promise<void> => {
      for (let tries = 0; tries < 8; tries++) {
        const row = await journal.row(run);
        if (!row || row.finishedAt !== null) return;
        const event = { kind: 'noted', step: null, words } as const;
        const written = await journal.write({
          run,
          events: [event],
          as: { expectSeq: row.seq },
          then: 'wake',
        });
        if (written.ok) return;
      }
    },
    isDriven: async (): Promise<boolean> => {
      const last = await lastThere(journal);
      return last !== null && (await journal.now()) - last < thereMs;
    },
    close: async () => {
      await jumpHost.close();
      await journal.close();
    },
  };
};
