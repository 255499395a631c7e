import { sql, type Transaction } from 'kysely';
import type { Journal } from '../../ports/journal.ts';
import type { Lowered } from '../../ports/memory.ts';
import type { StoreEngine } from './engine.ts';
import type { Schema } from './schema.ts';

type Memory = Pick<
  Journal<never>,
  'recall' | 'recallAll' | 'remember' | 'swap' | 'forget' | 'rememberTogether' | 'lower' | 'lowered'
>;
type Tx = Transaction<Schema>;

/** Small facts that outlive runs and may be overwritten, and numbers that only a person's decision makes smaller. */
export const memory = (engine: StoreEngine): Memory => {
  const { db } = engine;
  return {
    async recall(key) {
      const row = await db.selectFrom('memory').select('value').where('key', '=', key).executeTakeFirst();
      return row ? JSON.parse(row.value) : undefined;
    },

    async recallAll(prefix) {
      const rows = await db
        .selectFrom('memory')
        .select(['key', 'value'])
        .where(sql<string>`substr(key, 1, cast(${prefix.length} as integer))`, '=', prefix)
        .execute();
      return new Map(rows.map(row => [row.key.slice(prefix.length), JSON.parse(row.value)]));
    },

    remember: (key, value) => db.transaction().execute(tx => keep(tx, key, value)),

    async swap(key, from, to) {
      const value = JSON.stringify(to ?? null);
      const changed =
        from === undefined
          ? await db
              .insertInto('memory')
              .values({ key, value, highest: null })
              .onConflict(conflict => conflict.column('key').doNothing())
              .returning('key')
              .executeTakeFirst()
          : await db
              .updateTable('memory')
              .set({ value })
              .where('key', '=', key)
              .where('value', '=', JSON.stringify(from))
              .where('highest', 'is', null)
              .returning('key')
              .executeTakeFirst();
      return changed !== undefined;
    },

    async forget(key) {
      await db.deleteFrom('memory').where('key', '=', key).execute();
    },

    rememberTogether: ({ highest = {}, facts = {} }) =>
      db.transaction().execute(async tx => {
        for (const [key, value] of Object.entries(highest)) await keepHighest(tx, key, value);
        for (const [key, value] of Object.entries(facts)) await keep(tx, key, value);
      }),

    lower: ({ key, to, who, facts }) =>
      db.transaction().execute(async tx => {
        const was = await lockHighest(tx, key);
        if (was === null || was <= whole(key, to)) return { ok: false, was };
        const n = (await decisionsOn(tx, key).execute()).length + 1;
        const value = { key, n, was, value: to, who: JSON.stringify(who), at: engine.wallNow() };
        await tx.insertInto('lowered').values(value).execute();
        await tx
          .updateTable('memory')
          .set({ value: String(to), highest: to })
          .where('key', '=', key)
          .execute();
        for (const [fact, value] of Object.entries(facts)) await keep(tx, fact, value);
        return { ok: true, was };
      }),

    async lowered(key) {
      const rows = await decisionsOn(db, key).execute();
      return rows.map(({ at, was, value, who }): Lowered => ({ at, was, to: value, who: JSON.parse(who) }));
    },
  };
};

const keep = async (tx: Tx, key: string, value: unknown): Promise<void> => {
  const json = JSON.stringify(value ?? null);
  await tx
    .insertInto('memory')
    .values({ key, value: json, highest: null })
    .onConflict(conflict => conflict.column('key').doUpdateSet({ value: json, highest: null }))
    .execute();
};

const keepHighest = async (tx: Tx, key: string, value: number): Promise<void> => {
  const highest = whole(key, value);
  await tx
    .insertInto('memory')
    .values({ key, value: String(highest), highest })
    .onConflict(conflict =>
      conflict
        .column('key')
        .doUpdateSet({ value: String(highest), highest })
        .where(eb => eb.or([eb('memory.highest', 'is', null), eb('memory.highest', '<', highest)])),
    )
    .execute();
};

const whole = (key: string, value: number): number => {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${key} must be a whole number, not ${value}.`);
  return value;
};

/** An update that changes nothing holds the row on either engine until the transaction ends. */
const lockHighest = async (tx: Tx, key: string): Promise<number | null> => {
  const row = await tx
    .updateTable('memory')
    .set(eb => ({ value: eb.ref('value') }))
    .where('key', '=', key)
    .returning('highest')
    .executeTakeFirst();
  return row?.highest ?? null;
};

const decisionsOn = (db: Pick<Tx, 'selectFrom'>, key: string) =>
  db.selectFrom('lowered').selectAll().where('key', '=', key).orderBy('n');
