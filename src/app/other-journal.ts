import { createHash } from 'node:crypto';
import type { Journal } from '../ports/journal.ts';
import type { JumpHost } from '../ports/jump-host.ts';
import { type OtherJournal, otherJournalWords, otherThanChannel, otherThanHead } from '../record/head.ts';
import type { Anchor } from '../record/verify-chain.ts';
import type { RunEvent } from '../runs/events.ts';
import { text, type Words } from '../words.ts';
import { headNow, headOf } from './journal-head.ts';

/** What a message in the channel says of a run; `ts`: when it was posted, in seconds. */
type Posted = Anchor & { readonly run: string; readonly ts: string };
type Store = Pick<
  Journal<RunEvent>,
  'readLedger' | 'noteInLedger' | 'rows' | 'read' | 'recallAll' | 'lowered'
>;

type JournalWatch = {
  readonly journal: Store;
  readonly jumpHost: Pick<JumpHost, 'name' | 'readHead' | 'keepHead'>;
  /** Asked until it answers once. */
  readonly posted: () => Promise<readonly Posted[]>;
  readonly log: (line: string) => void;
};

/** What of the ledger this goes by, read on from where it was left. `doubts`: the newest of each thing that spoke against it. */
const following = (journal: Store) => {
  let [store, last] = ['', { seq: 0, hash: '' }];
  let accepted = { seq: 0, at: 0 };
  const doubts = new Map<string, number>();
  return async () => {
    for (const { seq, hash, at, event, proof } of await journal.readLedger({ afterSeq: last.seq })) {
      if (event.kind === 'chain-began') store = String(event.store);
      if (event.kind === 'journal-doubted') doubts.set(String(event.of), seq);
      if (event.kind === 'journal-accepted' && !proof) accepted = { seq, at };
      last = { seq, hash };
    }
    return { store, last, accepted, doubts };
  };
};
type Followed = Awaited<ReturnType<ReturnType<typeof following>>>;

/** What the channel's messages say, looked at once for each word of a person: those from before it are no more asked. */
const asChannelSays = ({ journal, posted }: Pick<JournalWatch, 'journal' | 'posted'>) => {
  let all: readonly Posted[] | null = null;
  let found: { readonly how: OtherJournal | null; readonly since: number } | null = null;
  return async ({ store, accepted }: Followed): Promise<OtherJournal | null> => {
    all ??= await posted().catch(() => null);
    if (all === null) return null;
    if (found?.since === accepted.at) return found.how;
    const newer = all.filter(({ ts }) => Number(ts) * 1000 > accepted.at);
    found = { how: await otherThanChannel(newer, await headNow(journal, store)), since: accepted.at };
    return found.how;
  };
};

/**
 * Why nothing may start: this is not the journal that was written before, or not all of it. null: it is, or a person said so.
 * While it is, how far it was written is kept beside the fence's folder, anew whenever it was written further.
 */
export const whyOtherJournal = ({ journal, jumpHost, posted, log }: JournalWatch) => {
  const follow = following(journal);
  const inChannel = asChannelSays({ journal, posted });
  let kept: string | null = null;

  const doubted = async (
    { doubts, accepted }: Followed,
    of: string,
    how: OtherJournal,
    where: Words,
  ): Promise<Words> => {
    if ((doubts.get(of) ?? 0) <= accepted.seq)
      await journal.noteInLedger({ kind: 'journal-doubted', how, by: where.en, of });
    return otherJournalWords(how, where);
  };
  const byHead = async (now: Followed, found: string): Promise<Words | null> => {
    const of = createHash('sha256').update(found).digest('hex').slice(0, 12);
    const isAccepted = (now.doubts.get(of) ?? Number.POSITIVE_INFINITY) < now.accepted.seq;
    if (found === '' || isAccepted) return null;
    const how = await otherThanHead(found, await headNow(journal, now.store));
    const { name } = jumpHost;
    return (
      how &&
      doubted(now, of, how, text(`its head file, jump host ${name}`, `점프 호스트(${name})의 head 파일`))
    );
  };
  const keep = (line: string): Promise<void> =>
    jumpHost.keepHead(line).then(
      () => {
        kept = line;
      },
      error => log(`how far the journal was written is not kept on the jump host: ${String(error)}`),
    );
  return async (): Promise<Words | null> => {
    const now = await follow();
    const strange = await inChannel(now);
    if (strange)
      return doubted(now, 'channel', strange, text('the messages in the channel', '채널의 메시지'));
    const line = JSON.stringify(await headOf(journal, now.store, now.last));
    if (line === kept) return null;
    const words = await byHead(now, await jumpHost.readHead());
    if (!words) await keep(line);
    return words;
  };
};
