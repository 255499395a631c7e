import { afterAll, beforeAll, test } from 'vitest';
import { type Passed, startReplicas } from '../../drill/crash/replicas.ts';
import { openJournal } from '../../src/adapters/journal/open-journal.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { parseEvent } from '../../src/runs/parse-event.ts';
import { ownDatabase } from '../support/own-database.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { aBox, closing, type Env, type Later, type Setting, scene } from './stage.ts';

/** Two whole bots as processes of their own, with one token, on one Postgres. */
const setStage = async (server: string, setting: Setting, later: Later) => {
  const database = await ownDatabase(server);
  later(database.drop);
  const box = await aBox(setting, later, database.url);
  const place = { dataDir: `${box.folder}/bot`, databaseUrl: database.url };
  const journal = await openJournal<RunEvent>({ ...place, holder: 'a reader', parse: parseEvent });
  later(journal.close);
  let killedAt = (_: Passed): boolean => false;
  const killed: string[] = [];
  const env: Env = { ...box.env, APPROVALS_CHANGE: '1', ...(await setting.env?.(box)) };
  const replicas = startReplicas({
    count: 2,
    env,
    jumpFolder: () => [],
    logFolder: box.folder,
    fate: passed => {
      if (!killedAt(passed)) return 'go on';
      killedAt = () => false;
      killed.push(passed.point);
      return 'die';
    },
    onDeath: () => {},
  });
  later(replicas.stop);
  await replicas.allListen();
  return {
    ...scene(box, () => journal, later),
    env,
    journal: () => journal,
    /** `kill -9` of the process that comes to this point first. */
    dies: (point: RegExp) => {
      killedAt = passed => point.test(passed.point);
    },
    killed,
  };
};

let [postgres, url]: [Postgres | null, string] = [null, process.env.DATABASE_URL ?? ''];
beforeAll(async () => {
  if (url) return;
  postgres = await startPostgres();
  url = postgres.url;
});
afterAll(async () => postgres?.stop());

export const storyOfTwo = (
  title: string,
  setting: Setting,
  play: (stage: Awaited<ReturnType<typeof setStage>>) => Promise<void>,
): void => test(title, () => closing(async later => play(await setStage(url, setting, later))));
