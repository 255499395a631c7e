import { expect, test } from 'vitest';
import { type Journal, JournalTrouble, type TroubleKind } from '../../src/ports/journal.ts';
import { watchedJournal } from '../../src/watch/journal-watch.ts';
import { same } from '../../src/words.ts';

const troubleOf = (trouble: TroubleKind) =>
  new JournalTrouble({ trouble, place: '/data/pks-rescue.db', words: same(`the journal is ${trouble}`) });

/** A store that can be broken for writing, for reading or for both; what else it answers is of no interest here. */
const breakable = () => {
  const broken: { write: Error | null; read: Error | null; refuses: boolean } = {
    write: null,
    read: null,
    refuses: false,
  };
  const write = async () => {
    if (broken.write) throw broken.write;
    return broken.refuses
      ? { ok: false as const, why: 'moved' as const }
      : { ok: true as const, entries: [] };
  };
  const read = async () => {
    if (broken.read) throw broken.read;
    return [];
  };
  const kept = async () => {
    await write();
  };
  const said: string[] = [];
  // Only these methods are called below; the rest of the journal has its own tests.
  const part = {
    write,
    read,
    rows: read,
    remember: kept,
    renew: async () => false,
  } as unknown as Journal<never>;
  const journal = watchedJournal(part, {
    onTrouble: words => said.push(words.en),
    onBack: () => said.push('back'),
  });
  const writeOnce = () => journal.write({ run: 'r', events: [], as: { expectSeq: 1 } });
  return { broken, journal, said, writeOnce };
};

test('trouble is told once however many meet it, and the error goes on to each of them', async () => {
  const { broken, journal, said, writeOnce } = breakable();
  broken.write = troubleOf('full');
  for (let nth = 0; nth < 3; nth++) await expect(writeOnce()).rejects.toBeInstanceOf(JournalTrouble);
  await expect(journal.remember('a', 1)).rejects.toThrow('full');
  expect(said).toEqual(['the journal is full']);
});

test('a full disk can still be read, which is no sign that it is well: the first write is', async () => {
  const { broken, journal, said, writeOnce } = breakable();
  broken.write = troubleOf('full');
  await writeOnce().catch(() => {});
  await journal.read('r');
  await journal.renew({ run: 'r', epoch: 1 });
  expect(said).toEqual(['the journal is full']);
  broken.write = null;
  await writeOnce();
  await writeOnce();
  expect(said).toEqual(['the journal is full', 'back']);
});

test('a write that was refused because somebody wrote first has written nothing', async () => {
  const { broken, said, writeOnce } = breakable();
  broken.write = troubleOf('full');
  await writeOnce().catch(() => {});
  Object.assign(broken, { write: null, refuses: true });
  await writeOnce();
  expect(said).toEqual(['the journal is full']);
});

test('each time it goes away is told', async () => {
  const { broken, said, writeOnce } = breakable();
  for (const trouble of ['away', 'read-only'] as const) {
    broken.write = troubleOf(trouble);
    await writeOnce().catch(() => {});
    broken.write = null;
    await writeOnce();
  }
  expect(said).toEqual(['the journal is away', 'back', 'the journal is read-only', 'back']);
});

test('a bug of ours and an entry that cannot be read are not the store’s trouble', async () => {
  const { broken, journal, said } = breakable();
  for (const error of [new TypeError('a bug'), troubleOf('unreadable')]) {
    broken.read = error;
    await expect(journal.read('r')).rejects.toBe(error);
  }
  expect(said).toEqual([]);
});
