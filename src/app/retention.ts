import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Engine } from '../engine/engine.ts';
import { reportKey } from '../report/place.ts';
import { reportsFolder } from './reporting.ts';

const dayMs = 24 * 3_600_000;

/** Deletes the finished runs that RECORD_KEEP_DAYS no longer keeps, with their reports; unset: none, ever. */
export const forgetOld = async (
  { RECORD_KEEP_DAYS: days, ...config }: Pick<Config, 'RECORD_KEEP_DAYS' | 'DATA_DIR'>,
  { journal, held, log }: Pick<Engine, 'journal' | 'held' | 'log'>,
): Promise<void> => {
  if (days === undefined || held?.()) return;
  const gone = await journal.deleteFinishedBefore((await journal.now()) - days * dayMs);
  for (const run of gone) {
    await journal.forget(reportKey(run));
    for (const kind of ['html', 'md'])
      await rm(join(reportsFolder(config), `${run}.${kind}`), { force: true });
  }
  if (gone.length > 0)
    log(`runs that ended more than ${days} days ago are deleted, their last hashes kept: ${gone.join(', ')}`);
};
