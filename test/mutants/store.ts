// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of source files.
import type { Mutant } from './mutant.ts';

const journalHead = ['test/app/other-journal.test.ts'];
const driving = ['test/adapters/journal/driving.test.ts'];
const record = ['test/adapters/journal/record.test.ts'];
const time = ['test/adapters/journal/time.test.ts'];
const outbox = ['test/adapters/journal/outbox.test.ts'];

/** Of the store, the outbox and the bots on it. */
export const storeMutants: readonly Mutant[] = [
  {
    name: 'two bots tend one run’s messages',
    file: 'src/adapters/journal/outbox.ts',
    find: "if (!isFree(row)) return 'by-another';",
    put: '',
    tests: outbox,
  },
  {
    name: 'a late edit is believed to have arrived in order',
    file: 'src/adapters/journal/outbox.ts',
    find: 'if (!kept) return doubt(tx, run, key);',
    put: 'if (!kept) return false;',
    tests: outbox,
  },
  {
    name: 'a finished run is never caught up',
    file: 'src/adapters/journal/outbox.ts',
    find: "eb('finished_at', '>', sql<number>",
    put: "eb('finished_at', '<', sql<number>",
    tests: outbox,
  },
  {
    name: 'a refused write is a sign that the disk has room',
    file: 'src/watch/journal-watch.ts',
    find: 'answer.ok === true',
    put: 'true',
    tests: ['test/app/journal-watch.test.ts'],
  },
  {
    name: 'no epoch check: a zombie writes',
    file: 'src/adapters/journal/write.ts',
    find: `query.where('epoch', '=', as.lease.epoch).where('lease_until', 'is not', null)`,
    put: `query.where('lease_until', 'is not', null)`,
    tests: driving,
  },
  {
    name: 'claiming does not raise the epoch',
    file: 'src/adapters/journal/leases.ts',
    find: 'epoch: sql<number>`epoch + 1`',
    put: 'epoch: sql<number>`epoch`',
    tests: driving,
  },
  {
    name: 'a lease ends before its time',
    file: 'src/adapters/journal/leases.ts',
    find: 'lease_until > ${engine.leaseNow()} then 1',
    put: 'lease_until > ${engine.leaseNow()} + cast(5000 as bigint) then 1',
    tests: time,
  },
  {
    name: 'leases go by the wall clock',
    file: 'src/adapters/journal/sqlite-engine.ts',
    find: 'cast(${Math.floor(clock.monotonicMs())} as integer)',
    put: 'cast(${Math.floor(clock.wallMs())} as integer)',
    tests: time,
  },
  {
    name: 'who may approve is remembered by the wall clock',
    file: 'src/adapters/slack/cached.ts',
    find: 'if (known && clock.elapsed() - known.at < keptMs)',
    put: 'if (known && clock.now() - known.at < keptMs)',
    tests: ['test/adapters/slack/people.test.ts'],
    only: 'trusts nobody for longer',
  },
  {
    name: 'park without seenSeq: a click is slept through',
    file: 'src/adapters/journal/write.ts',
    find: 'seenSeq === undefined ? sql<number>`unseen` : 0',
    put: '0',
    tests: driving,
  },
  {
    name: 'two runs live on one cluster',
    file: 'src/adapters/journal/migrations.ts',
    find: '`create unique index runs_live on runs (cluster) where finished_at is null`',
    put: '`create unique index runs_live on runs (cluster, id) where finished_at is null`',
    tests: record,
  },
  {
    name: 'the dialects differ: on SQLite entries can be removed',
    file: 'src/adapters/journal/migrations.ts',
    find: 'create trigger entries_never_removed before delete on entries\n   when not exists (select 1 from deleting where run = old.run)',
    put: 'create trigger entries_never_removed before delete on entries when 0',
    tests: record,
  },
  {
    name: 'a bot that does not say behind which fence it is counts as one of ours',
    file: 'src/watch/presence.ts',
    find: 'each.fence !== null',
    put: 'each.fence',
    tests: ['test/app/other-fences.test.ts'],
  },
  {
    name: 'a run that is deleted as old leaves nothing in the ledger',
    file: 'src/adapters/journal/retention.ts',
    find: 'await addToLedger(tx, engine, head,',
    put: 'void (head,',
    tests: ['test/adapters/journal/retention.test.ts'],
  },
  {
    name: 'a journal of another store is gone on with',
    file: 'src/record/head.ts',
    find: "return now.isEmpty ? 'gone' : 'other';",
    put: 'return null;',
    tests: journalHead,
  },
  {
    name: 'a journal that lacks what was in it is gone on with',
    file: 'src/record/head.ts',
    find: "return found === null ? 'older' :",
    put: 'return found === null ? null :',
    tests: journalHead,
  },
  {
    name: 'a journal that was written anew is gone on with',
    file: 'src/record/head.ts',
    find: "found.startsWith(hash) ? null : 'other'",
    put: 'null',
    tests: journalHead,
  },
  {
    name: 'the highest revision has no anchor outside of the journal',
    file: 'src/record/head.ts',
    find: 'if ((await now.revisionOf(key)) < revision)',
    put: 'if ((await now.revisionOf(key)) < 0)',
    tests: journalHead,
  },
  {
    name: 'a head file that nobody can read counts as none',
    file: 'src/record/head.ts',
    find: "if (!kept) return 'unreadable';",
    put: 'if (!kept) return null;',
    tests: journalHead,
  },
  {
    name: 'nobody asks the channel which journal it was',
    file: 'src/app/other-journal.ts',
    find: 'all ??= await posted().catch(() => null);',
    put: 'all ??= [];',
    tests: journalHead,
  },
  {
    name: 'another journal is gone on with before a person said so',
    file: 'src/app/other-journal.ts',
    find: 'Number.POSITIVE_INFINITY) < now.accepted.seq',
    put: '0) <= now.accepted.seq',
    tests: journalHead,
  },
  {
    name: 'a deletion that somebody chained by hand is believed',
    file: 'src/record/seal.ts',
    find: "'journal-accepted', 'deleted']",
    put: "'journal-accepted']",
    tests: ['test/record/signed-ledger.test.ts'],
  },
  {
    name: 'a word on the journal counts without a bot’s signature',
    file: 'src/app/other-journal.ts',
    find: "event.kind === 'journal-accepted' && !proof",
    put: "event.kind === 'journal-accepted'",
    tests: ['test/record/signed-ledger.test.ts'],
  },
  {
    name: 'what the desk refuses is written down nowhere',
    file: 'src/desk/noting-refusals.ts',
    find: 'if (why !== null) await note(',
    put: "if (why === 'never') await note(",
    tests: ['test/desk/refused.test.ts'],
  },
  {
    name: 'a message that is posted late says nothing of it once it is edited',
    file: 'src/adapters/slack/send.ts',
    find: "act.do === 'edit' ? Number(act.ts) * 1000 : deps.clock.now()",
    put: "act.do === 'edit' ? 0 : deps.clock.now()",
    tests: ['test/adapters/slack/channel.test.ts'],
  },
];
