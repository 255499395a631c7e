import type { CliWorld } from './verb.ts';

/** Where the journal is, for the verbs that open it. */
export const journalPlace = async (world: CliWorld) => {
  const { readPlace } = await import('../config.ts');
  const { DATA_DIR, DATABASE_URL } = readPlace(await world.env());
  return { dataDir: DATA_DIR, databaseUrl: DATABASE_URL };
};
