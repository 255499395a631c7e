import type { Journal } from '../../world.ts';
import type { Engine } from './engine.ts';

type Memory = Pick<Journal<never>, 'recall' | 'remember' | 'rememberHighest'>;

/** Small facts that outlive runs and may be overwritten. */
export const memory = ({ db }: Engine): Memory => ({
  async recall(key) {
    const row = await db.selectFrom('memory').select('value').where('key', '=', key).executeTakeFirst();
    return row ? JSON.parse(row.value) : undefined;
  },

  async remember(key, value) {
    const json = JSON.stringify(value ?? null);
    await db
      .insertInto('memory')
      .values({ key, value: json, highest: null })
      .onConflict(conflict => conflict.column('key').doUpdateSet({ value: json, highest: null }))
      .execute();
  },

  rememberHighest: (key, value) => {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${key} must be a whole number, not ${value}.`);
    return db.transaction().execute(async tx => {
      await tx
        .insertInto('memory')
        .values({ key, value: String(value), highest: value })
        .onConflict(conflict =>
          conflict
            .column('key')
            .doUpdateSet({ value: String(value), highest: value })
            .where(eb => eb.or([eb('memory.highest', 'is', null), eb('memory.highest', '<', value)])),
        )
        .execute();
      const kept = await tx.selectFrom('memory').select('highest').where('key', '=', key).executeTakeFirst();
      return kept?.highest ?? value;
    });
  },
});
