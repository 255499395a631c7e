import 'dotenv/config';
import { backUpJournal } from '../adapters/journal/back-up.ts';
import { openJournal } from '../adapters/journal/open-journal.ts';
import { strangerKey } from '../app/guards.ts';
import { ConfigTrouble, readPlace } from '../config.ts';
import { parseEvent } from '../runs/parse-event.ts';

/** `npm run -s pks -- <verb>`: what a person does at the machine, whether the bot runs or not. */
const usage = `npm run -s pks -- backup [FILE]    a consistent copy of the journal, also while the bot runs
npm run -s pks -- token-is-ours    nobody else uses SLACK_APP_TOKEN any more: the bot may connect again
npm run -s pks -- help

FILE defaults to pks-rescue-<time>.db in this folder and is never overwritten. DATA_DIR says where the journal is.
To put a copy back: stop every bot, move pks-rescue.db, pks-rescue.db-wal and pks-rescue.db-shm out of DATA_DIR,
put the copy there as pks-rescue.db, start the bot.`;

const stamp = (now: Date): string => now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '');

const counted = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

type Said = { readonly out: string } | { readonly why: string };
type Given = Readonly<Record<string, string | undefined>>;

const backup = async (file: string, env: Given | undefined): Promise<Said> => {
  const { DATA_DIR, DATABASE_URL } = readPlace(env);
  const made = await backUpJournal({ dataDir: DATA_DIR, databaseUrl: DATABASE_URL }, file);
  return {
    out: `${made.file}: ${counted(made.runs, 'run', 'runs')}, ${counted(made.entries, 'entry', 'entries')}, every page checked. Keep it as private as the journal.`,
  };
};

const tokenIsOurs = async (env: Given | undefined): Promise<Said> => {
  const { DATA_DIR, DATABASE_URL } = readPlace(env);
  const journal = await openJournal({
    dataDir: DATA_DIR,
    databaseUrl: DATABASE_URL,
    holder: 'pks',
    parse: parseEvent,
  });
  try {
    const known = await journal.recall(strangerKey);
    await journal.forget(strangerKey);
    return {
      out:
        known === undefined
          ? 'Nobody was found on the token. Start the bot.'
          : 'Forgotten. Start the bot; it counts the connections again.',
    };
  } finally {
    await journal.close();
  }
};

/** What is printed, or the sentence for stderr. Exported for its tests. */
export const pks = async (args: readonly string[], now: Date, env?: Given): Promise<Said> => {
  const [verb = 'help', file, ...more] = args;
  if (['help', '--help', '-h'].includes(verb)) return { out: usage };
  const isKnown = verb === 'backup' || (verb === 'token-is-ours' && file === undefined);
  if (!isKnown || more.length > 0)
    return { why: `"${args.join(' ')}" is no command of this program.\n${usage}` };
  try {
    if (verb === 'token-is-ours') return await tokenIsOurs(env);
    return await backup(file ?? `pks-rescue-${stamp(now)}.db`, env);
  } catch (error) {
    if (error instanceof ConfigTrouble || error instanceof Error) return { why: error.message };
    throw error;
  }
};

if (import.meta.main) {
  const said = await pks(process.argv.slice(2), new Date());
  if ('out' in said) console.log(said.out);
  else console.error(said.why);
  process.exitCode = 'out' in said ? 0 : 1;
}
