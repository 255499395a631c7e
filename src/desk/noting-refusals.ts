import type { Engine } from '../engine/engine.ts';
import type { Words } from '../words.ts';
import type { Desk } from './desk-types.ts';
import { withReasonKept } from './reason.ts';

type Book = Pick<Engine, 'journal' | 'log'>;
type Found = { readonly ok: true } | { readonly ok: false; readonly words: Words };

const anotherCode = 'The code is not the one for what is asked now.';
const whyNot = (found: Found): string | null => {
  if (!found.ok) return found.words.en;
  return 'wrong' in found && found.wrong === true ? anotherCode : null;
};

/** Written down, also where nothing comes of it. A store that is away keeps no answer back. */
const note = async ({ journal, log }: Book, kind: string, what: object, why: string): Promise<void> =>
  journal
    .noteInLedger({ kind, ...what, why })
    .catch(error => log(`a ${kind} word is not written down: ${String(error)}`));

/**
 * The same desk, and what it refuses is written down: who asked what, when, and why nothing is done. In the ledger, so that a late
 * click moves no run. What only reads is no such thing.
 */
export const notingRefusals = (desk: Omit<Desk, 'refused'>, book: Book): Desk => {
  const noting =
    <Given extends readonly unknown[], Said extends Found>(
      act: (...given: Given) => Promise<Said>,
      whatOf: (...given: Given) => object,
    ) =>
    async (...given: Given): Promise<Said> => {
      const found = await act(...given);
      const why = whyNot(found);
      if (why !== null) await note(book, 'refused', whatOf(...given), why);
      return found;
    };
  return {
    ...desk,
    recover: noting(desk.recover, request => ({ answer: 'recover', ...request })),
    snapshot: noting(desk.snapshot, request => ({ answer: 'snapshot', ...request })),
    answer: noting(desk.answer, ({ nonce: _, ...click }) => withReasonKept(click)),
    typed: noting(desk.typed, ({ code: _, ...typed }) => withReasonKept(typed)),
    abort: noting(desk.abort, (run, by, via) => ({ answer: 'abort', run, by, via })),
    takeOver: noting(desk.takeOver, (run, by, via) => ({ answer: 'take over', run, by, via })),
    reason: noting(desk.reason, ({ reason: _, ...given }) => ({ answer: 'reason', ...given })),
    acceptJournal: noting(desk.acceptJournal, (by, _, via) => ({ answer: 'accept-journal', by, via })),
    restored: async (cluster, by, channel) => {
      const found = await desk.restored(cluster, by, channel);
      const what = { answer: 'restored', cluster, by };
      await note(book, found.ok ? 'restored' : 'refused', what, found.words.en);
      return found;
    },
    refused: (what, words) => note(book, 'refused', what, words.en),
  };
};
