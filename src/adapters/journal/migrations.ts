/** One step forward. `both` is the same text on either engine; only triggers have to be said in each engine's own words. */
export type Migration = {
  readonly both: readonly string[];
  readonly sqlite: readonly string[];
  readonly postgres: readonly string[];
};

const tables = [
  `create table runs (
    id text not null primary key,
    cluster text not null,
    started_at bigint not null,
    finished_at bigint,
    seq bigint not null,
    awake integer not null,
    unseen integer not null,
    epoch bigint not null,
    lease_holder text,
    lease_boot text,
    lease_until bigint
  )`,
  `create unique index runs_live on runs (cluster) where finished_at is null`,
  `create index runs_newest on runs (started_at desc, id desc)`,
  `create index runs_newest_of_cluster on runs (cluster, started_at desc, id desc)`,
  `create table entries (
    run text not null references runs (id),
    seq bigint not null,
    at bigint not null,
    event text not null,
    primary key (run, seq)
  )`,
  `create table posted (
    run text not null,
    key text not null,
    channel text not null,
    ts text not null,
    digest text not null,
    primary key (run, key)
  )`,
  `create table memory (key text not null primary key, value text not null, highest bigint)`,
];

const sqliteTriggers = [
  `create trigger entries_next before insert on entries
   when new.seq <> coalesce((select max(seq) from entries where run = new.run), 0) + 1
   begin select raise(abort, 'entries are numbered without a gap'); end`,
  `create trigger entries_kept_as_written before update on entries
   begin select raise(abort, 'entries are append-only'); end`,
  `create trigger entries_never_removed before delete on entries
   begin select raise(abort, 'entries are append-only'); end`,
];

const postgresTriggers = [
  `create function entries_next() returns trigger language plpgsql as $$
   begin
     if new.seq <> coalesce((select max(seq) from entries where run = new.run), 0) + 1 then
       raise exception 'entries are numbered without a gap';
     end if;
     perform pg_notify('pks_rescue_written', new.run || ' ' || new.seq);
     return new;
   end $$`,
  `create function entries_append_only() returns trigger language plpgsql as $$
   begin raise exception 'entries are append-only'; end $$`,
  `create trigger entries_next before insert on entries for each row execute function entries_next()`,
  `create trigger entries_kept_as_written before update or delete on entries
   for each row execute function entries_append_only()`,
  `create trigger entries_never_emptied before truncate on entries
   for each statement execute function entries_append_only()`,
];

/** The outbox: up to which entry the channel shows a run, and who tends it now. What older bots left live may stand in the
 *  channel without being written down, so nobody of this version counts as having ended it well. */
const outbox = [
  `alter table runs add column shown_seq bigint not null default 0`,
  `alter table runs add column tend_epoch bigint not null default 0`,
  `alter table runs add column tend_holder text`,
  `alter table runs add column tend_boot text`,
  `alter table runs add column tend_until bigint`,
  `update runs set shown_seq = seq where finished_at is not null`,
  `update runs set tend_holder = 'an older bot' where finished_at is null`,
  `create index runs_unshown on runs (id) where shown_seq < seq`,
];

/** When a run was last driven; and each time that a person lowered a number which otherwise only grows. */
const decisions = [
  `alter table runs add column driven_at bigint`,
  `create table lowered (
    key text not null,
    n bigint not null,
    at bigint not null,
    was bigint not null,
    value bigint not null,
    who text not null,
    primary key (key, n)
  )`,
  // A restore that an older bot recorded left a plain value behind.
  `update memory set highest = cast(value as bigint) where key like 'revision/%' and highest is null`,
];

/** The number itself follows the newest decision or grows: a bug or a hand in the database cannot lower it alone. */
const isLowered = `exists (
  select 1 from lowered l where l.key = new.key and l.was = old.highest and l.value = new.highest
  and l.n = (select max(n) from lowered where key = new.key)
)`;
const fell = `old.highest is not null and coalesce(new.highest, -1) < old.highest and not ${isLowered}`;

const sqliteDecisionTriggers = [
  `create trigger lowered_kept_as_written before update on lowered
   begin select raise(abort, 'decisions are append-only'); end`,
  `create trigger lowered_never_removed before delete on lowered
   begin select raise(abort, 'decisions are append-only'); end`,
  `create trigger memory_highest_grows before update on memory when ${fell}
   begin select raise(abort, 'the highest number is lowered by a decision alone'); end`,
  `create trigger memory_highest_kept before delete on memory when old.highest is not null
   begin select raise(abort, 'the highest number is lowered by a decision alone'); end`,
];

const postgresDecisionTriggers = [
  `create function lowered_append_only() returns trigger language plpgsql as $$
   begin raise exception 'decisions are append-only'; end $$`,
  `create trigger lowered_kept_as_written before update or delete on lowered
   for each row execute function lowered_append_only()`,
  `create trigger lowered_never_emptied before truncate on lowered
   for each statement execute function lowered_append_only()`,
  `create function memory_highest_grows() returns trigger language plpgsql as $$
   begin
     if tg_op = 'DELETE' then
       if old.highest is null then return old; end if;
     elsif not (${fell}) then
       return new;
     end if;
     raise exception 'the highest number is lowered by a decision alone';
   end $$`,
  `create trigger memory_highest_grows before update or delete on memory
   for each row execute function memory_highest_grows()`,
];

/** The chain. A bot from before it can write no entry any more: one without a hash would break it. */
const chain = (bytes: 'blob' | 'bytea') => [
  `alter table entries add column packed ${bytes}`,
  `alter table entries add column previous ${bytes}`,
  `alter table entries add column hash ${bytes}`,
  `create table ledger (
    seq bigint not null primary key,
    at bigint not null,
    event text not null,
    previous ${bytes} not null,
    hash ${bytes} not null
  )`,
];

const sqliteChain = [
  ...chain('blob'),
  `create trigger entries_chained before insert on entries when new.hash is null
   begin select raise(abort, 'an entry without its hash: a newer bot has chained this journal'); end`,
  `create trigger ledger_kept_as_written before update on ledger
   begin select raise(abort, 'the ledger is append-only'); end`,
  `create trigger ledger_never_removed before delete on ledger
   begin select raise(abort, 'the ledger is append-only'); end`,
];

const postgresChain = [
  ...chain('bytea'),
  `create function entries_chained() returns trigger language plpgsql as $$
   begin raise exception 'an entry without its hash: a newer bot has chained this journal'; end $$`,
  `create trigger entries_chained before insert on entries for each row when (new.hash is null)
   execute function entries_chained()`,
  `create function ledger_append_only() returns trigger language plpgsql as $$
   begin raise exception 'the ledger is append-only'; end $$`,
  `create trigger ledger_kept_as_written before update or delete on ledger
   for each row execute function ledger_append_only()`,
  `create trigger ledger_never_emptied before truncate on ledger
   for each statement execute function ledger_append_only()`,
];

/** A run that is deleted as old is named here while its entries go, in the transaction that writes it into the ledger. */
const retention = [`create table deleting (run text not null primary key)`];
const sqliteRetention = [
  `drop trigger entries_never_removed`,
  `create trigger entries_never_removed before delete on entries
   when not exists (select 1 from deleting where run = old.run)
   begin select raise(abort, 'entries are append-only'); end`,
];
const postgresRetention = [
  `create or replace function entries_append_only() returns trigger language plpgsql as $$
   begin
     if tg_op = 'DELETE' and exists (select 1 from deleting where run = old.run) then return old; end if;
     raise exception 'entries are append-only';
   end $$`,
];

/** The schema from which on entries are chained. */
export const chainVersion = 4;

/** Forward only: append here, never edit what has been released. The schema's version is the length of this list. */
export const migrations: readonly Migration[] = [
  { both: tables, sqlite: sqliteTriggers, postgres: postgresTriggers },
  { both: outbox, sqlite: [], postgres: [] },
  { both: decisions, sqlite: sqliteDecisionTriggers, postgres: postgresDecisionTriggers },
  { both: [], sqlite: sqliteChain, postgres: postgresChain },
  { both: retention, sqlite: sqliteRetention, postgres: postgresRetention },
];
