import type { Kysely, Selectable } from 'kysely';
import type { Entry } from '../../ports/run-log.ts';
import type { Sealing } from '../../ports/sealing.ts';
import { chainHash, hashOfUnchained } from '../../record/chain.ts';
import { packed, unpacked } from '../../record/packing.ts';
import type { StoreEngine } from './engine.ts';
import type { EntriesTable, Schema } from './schema.ts';
import { journalTrouble, messageOf } from './trouble.ts';

type Row = Selectable<EntriesTable>;

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
export const bytes = (text: string): Uint8Array => Buffer.from(text, 'hex');

/** Throws on what was packed by no bot, or by a newer one. */
export const textOf = (row: Row): string => (row.packed ? unpacked(row.packed) : row.event);
const unchained = (rows: readonly Row[]): string =>
  hashOfUnchained(rows.map(row => ({ ...row, text: textOf(row) })));

/** The hash that a run's next entry follows. */
export const lastHash = async (tx: Kysely<Schema>, run: string): Promise<string> => {
  const rows = tx.selectFrom('entries').selectAll().where('run', '=', run);
  const last = await rows.orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return last?.hash ? hex(last.hash) : unchained(await rows.orderBy('seq').execute());
};

type Appended = {
  readonly run: string;
  readonly first: number;
  readonly at: number;
  readonly previous: string;
};

/** Puts events behind what is there, sealed and chained; the numbers must be the next ones, the store itself checks. */
export const append = async <Event>(
  tx: Kysely<Schema>,
  sealing: Sealing | undefined,
  { run, first, at, previous: start }: Appended,
  events: readonly Event[],
): Promise<readonly Entry<Event>[]> => {
  let previous = start;
  const links = events.map((given, nth) => {
    const place = { run, seq: first + nth, at, previous };
    const event = sealing && typeof given === 'object' && given !== null ? sealing.seal(given, place) : given;
    const text = JSON.stringify(event ?? null);
    const link = { ...place, text, hash: chainHash({ ...place, text }) };
    previous = link.hash;
    return { link, entry: { run, seq: link.seq, at, event, hash: link.hash } };
  });
  const values = links.map(({ link: { text, ...link } }) => {
    const small = packed(text);
    return {
      ...link,
      event: small ? '' : text,
      packed: small,
      previous: bytes(link.previous),
      hash: bytes(link.hash),
    };
  });
  if (values.length > 0) await tx.insertInto('entries').values(values).execute();
  return links.map(({ entry }) => entry);
};

/** Is it what was written, and does it follow what stands before it? */
const holds = (rows: readonly Row[], nth: number, row: Row, text: string): boolean => {
  const last = rows[nth - 1];
  if (!row.hash || !row.previous) return !last?.hash;
  const previous = hex(row.previous);
  if (hex(row.hash) !== chainHash({ ...row, text, previous })) return false;
  if (!last) return true;
  if (last.hash) return previous === hex(last.hash);
  return rows[0]?.seq !== 1 || previous === unchained(rows.slice(0, nth));
};

type Reading<Event> = {
  readonly parse: (json: unknown) => Event;
  readonly sealing?: Sealing | undefined;
};

/** A run's entries behind `afterSeq`. Rejects where one is not what was written, or can't be read by this version. */
export const readEntries = async <Event>(
  { db, place }: StoreEngine,
  { parse, sealing }: Reading<Event>,
  run: string,
  afterSeq: number,
): Promise<readonly Entry<Event>[]> => {
  const rows = await db
    .selectFrom('entries')
    .selectAll()
    .where('run', '=', run)
    .where('seq', '>=', afterSeq)
    .orderBy('seq')
    .execute();
  const entryOf = (row: Row, nth: number): Entry<Event> => {
    const of = `entry ${row.seq} of run ${run}`;
    const text = readable(() => textOf(row), of, place);
    if (!holds(rows, nth, row, text)) throw journalTrouble({ kind: 'altered', place, detail: of });
    return readable(
      () => {
        const json: unknown = JSON.parse(text);
        const { seq, at } = row;
        if (!row.hash || !row.previous)
          return { run, seq, at, event: parse(json), ...unsigned(json, sealing) };
        const proof = sealing?.check(Object(json), { run, seq, at, previous: hex(row.previous) });
        return { run, seq, at, event: parse(json), hash: hex(row.hash), ...(proof ? { proof } : {}) };
      },
      of,
      place,
    );
  };
  return rows.map(entryOf).filter(({ seq }) => seq > afterSeq);
};

const nowhere = { run: '', seq: 0, at: 0, previous: '' };
const unsigned = (json: unknown, sealing: Sealing | undefined) =>
  sealing?.check(Object(json), nowhere) ? { proof: 'unsigned' as const } : {};

const readable = <T>(read: () => T, of: string, place: string): T => {
  try {
    return read();
  } catch (error) {
    throw journalTrouble({ kind: 'unreadable', place, detail: `${of}: ${messageOf(error)}` });
  }
};
