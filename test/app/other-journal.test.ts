import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournal } from '../../src/adapters/journal/open-journal.ts';
import { whyOtherJournal } from '../../src/app/other-journal.ts';
import { acceptJournal } from '../../src/desk/accept-journal.ts';
import type { Journal } from '../../src/ports/journal.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { parseEvent } from '../../src/runs/parse-event.ts';
import { asked, jihun, seoyeon, started } from '../support/a-run.ts';

type Told = { run: string; seq: number; hash: string; ts: string };

let folder = '';
const journals: Journal<RunEvent>[] = [];
/** What lies beside the fence's folder, and what stands in the channel. */
let head = '';
let channel: Told[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pks-head-'));
  [head, channel] = ['', []];
});
afterEach(async () => {
  for (const each of journals.splice(0)) await each.close();
  await rm(folder, { recursive: true, force: true });
});

const open = async (name: string): Promise<Journal<RunEvent>> => {
  const dataDir = join(folder, name);
  await mkdir(dataDir, { recursive: true });
  const journal = await openJournal<RunEvent>({ dataDir, holder: name, parse: parseEvent });
  journals.push(journal);
  return journal;
};
const jumpHost = {
  name: 'local',
  readHead: async () => head,
  keepHead: async (line: string) => {
    head = line;
  },
};
/** A bot that starts on this journal; each call is one look. */
const bot = (journal: Journal<RunEvent>) =>
  whyOtherJournal({ journal, jumpHost, posted: async () => channel, log: line => expect(line).toBe('') });
const says = async (journal: Journal<RunEvent>) => (await bot(journal)())?.en ?? 'nothing';

/** A journal with a live run and a cluster's highest revision, as a bot left it, its head kept. */
const aJournal = async (name = 'first') => {
  const journal = await open(name);
  await journal.open({ run: 'run-1', cluster: 'dev-1' }, started());
  await journal.rememberTogether({ highest: { 'revision/dev-1': 4711 } });
  expect(await bot(journal)()).toBeNull();
  expect(head).toContain('4711');
  return journal;
};
const copyOf = async (journal: Journal<RunEvent>, name: string) => {
  await mkdir(join(folder, name));
  await journal.backup(join(folder, name, 'pks-rescue.db'));
};
const writeOn = (journal: Journal<RunEvent>) =>
  journal.write({ run: 'run-1', events: [asked('snapshot')], as: { expectSeq: 1 } });

test('the journal that was written before is gone on with, however far it was written since', async () => {
  const journal = await aJournal();
  const look = bot(journal);
  await writeOn(journal);
  expect([await look(), await look()]).toEqual([null, null]);
  expect(JSON.parse(head).runs['run-1'].seq).toBe(2);
  expect(await says(journal)).toBe('nothing');
});

test('a journal that is gone, or was emptied, is said while its head file is there', async () => {
  await aJournal();
  expect(await says(await open('empty'))).toContain('The journal is empty, and there was one before');
});

test('a journal that is another one is said', async () => {
  await aJournal();
  const kept = head;
  head = '';
  const other = await aJournal('other');
  head = kept;
  expect(await says(other)).toContain('another one than before');
});

test('a journal that is older is said: entries of a live run are missing', async () => {
  const journal = await aJournal();
  await copyOf(journal, 'backup');
  await writeOn(journal);
  expect(await bot(journal)()).toBeNull();
  expect(await says(await open('backup'))).toContain('older than it was');
});

test('a journal that is older is said: runs and refused clicks are missing in its ledger', async () => {
  const journal = await aJournal();
  await copyOf(journal, 'backup');
  await journal.noteInLedger({ kind: 'click-refused' });
  expect(await bot(journal)()).toBeNull();
  expect(await says(await open('backup'))).toContain('older than it was');
});

test('a highest revision that fell has its anchor outside of the journal', async () => {
  const journal = await aJournal();
  await copyOf(journal, 'backup');
  await journal.rememberTogether({ highest: { 'revision/dev-1': 9000 } });
  expect(await bot(journal)()).toBeNull();
  expect(await says(await open('backup'))).toContain('older than it was');
});

test('a revision that people lowered, after a restore, is no older journal', async () => {
  const journal = await aJournal();
  await journal.lower({ key: 'revision/dev-1', to: 12, who: seoyeon, facts: {} });
  expect(await says(journal)).toBe('nothing');
});

test.each(['a run that is not in it', 'more entries than it has', 'another entry'])(
  'without a head file the channel knows a journal that is not the one: %s',
  async what => {
    const journal = await aJournal();
    const [entry] = await journal.read('run-1');
    const is: Told = {
      run: 'run-1',
      seq: 1,
      hash: entry?.hash?.slice(0, 8) ?? '',
      ts: String(Date.now() / 1000),
    };
    head = '';
    channel = [is];
    expect(await says(journal)).toBe('nothing');
    head = '';
    channel = [
      what.startsWith('a run')
        ? { ...is, run: 'run-2' }
        : what.startsWith('more')
          ? { ...is, seq: 2 }
          : { ...is, hash: '00000000' },
    ];
    expect(await says(journal)).toContain('known by the messages in the channel');
    expect(head).toBe('');
  },
);

test('a head file that nobody can read is no word that all is right', async () => {
  const journal = await aJournal();
  head = 'half a li';
  expect(await says(journal)).toContain('can’t be read');
});

test('nothing starts until an approver says so; that is an entry, holds for each bot, and after another start', async () => {
  await aJournal();
  const journal = await open('empty');
  const [one, two] = [bot(journal), bot(journal)];
  expect([(await one()) !== null, (await two()) !== null, (await one()) !== null]).toEqual([
    true,
    true,
    true,
  ]);
  const kinds = async () => (await journal.readLedger()).map(({ event }) => event.kind);
  expect((await kinds()).filter(kind => kind === 'journal-doubted')).toHaveLength(1);
  const saying = (state: 'member' | 'not-member') =>
    acceptJournal(
      { journal, membership: async () => (state === 'member' ? { state } : { state, group: 'ops' }) },
      jihun,
      'C1',
      'slash',
    );
  expect((await saying('not-member')).ok).toBe(false);
  expect(await one()).not.toBeNull();
  expect((await saying('member')).ok).toBe(true);
  expect((await saying('member')).ok).toBe(false);
  expect([await one(), await two(), await says(journal)]).toEqual([null, null, 'nothing']);
  expect((await kinds()).filter(kind => kind === 'journal-accepted')).toHaveLength(1);
});

test('a word for one journal is none for the next', async () => {
  await aJournal();
  const journal = await open('empty');
  const membership = async () => ({ state: 'member' }) as const;
  expect(await bot(journal)()).not.toBeNull();
  await acceptJournal({ journal, membership }, jihun, 'C1', 'slash');
  expect(await bot(journal)()).toBeNull();
  await copyOf(journal, 'copy');
  await journal.noteInLedger({ kind: 'click-refused' });
  expect(await bot(journal)()).toBeNull();
  expect(await says(await open('copy'))).toContain('older than it was');
});
