import type { Config } from '../config.ts';
import type { Journal } from '../ports/journal.ts';
import type { Redactor } from '../readings/redact.ts';
import { fingerprint, type Keys } from '../record/keys.ts';

type Starting = {
  readonly journal: Pick<Journal<never>, 'recall' | 'remember' | 'noteInLedger'>;
  readonly config: Config;
  readonly keys: Keys;
  readonly redact: Redactor;
  readonly bot: string;
  readonly version: string;
};

/** By setting: what it is now, its secrets masked, and what tells it from another value. Kept under this key. */
const settingsKey = 'record/settings';

/** Writes down that a bot started, and each setting that is another one than at the last start. */
export const noteStart = async ({ journal, config, keys, redact, bot, version }: Starting): Promise<void> => {
  const kept = Object(await journal.recall(settingsKey));
  const now = Object.entries(config).map(([name, value]) => {
    const text = JSON.stringify(value) ?? '';
    return { name, shown: redact.text(text), print: fingerprint(keys, text) };
  });
  const isFirst = Object.keys(kept).length === 0;
  const changed = isFirst ? [] : now.filter(({ name, print }) => Reflect.get(kept, name) !== print);
  const gone = Object.keys(kept).filter(name => !now.some(each => each.name === name));
  await journal.noteInLedger({
    kind: 'bot-started',
    bot,
    version,
    changed: Object.fromEntries([
      ...changed.map(({ name, shown }) => [name, shown]),
      ...gone.map(name => [name, null]),
    ]),
  });
  await journal.remember(settingsKey, Object.fromEntries(now.map(({ name, print }) => [name, print])));
};
