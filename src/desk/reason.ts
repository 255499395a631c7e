import type { Engine } from '../engine/engine.ts';
import { isSame } from '../model/person.ts';
import { createRedactor } from '../readings/redact.ts';
import type { RunEvent } from '../runs/events.ts';
import { fold, type Run } from '../runs/run.ts';
import { text, type Words } from '../words.ts';
import type { Reason, Refusal } from './desk-types.ts';
import { no } from './open-run.ts';

const isTheirs = (run: Run, { of, by }: Reason): boolean =>
  of === 'abort'
    ? run.abort !== null && isSame(run.abort.by, by)
    : run.takeOvers.some(each => isSame(each.by, by));

const wordsOf = ({ of, by, reason }: Reason): Words =>
  of === 'abort'
    ? text(`${by.name} on the abort: ${reason}`, `${by.name} 님의 중단 사유: ${reason}`)
    : text(`${by.name} on taking it over: ${reason}`, `${by.name} 님의 인수 사유: ${reason}`);

const longest = 300;
/** People paste what they saw, and an entry can't be edited: on one line, without secrets. */
export const reasonKept = (typed: string): string =>
  createRedactor({ secrets: [] }).text(typed.replace(/\s+/g, ' ').trim()).slice(0, longest);

export const withReasonKept = <Given extends { readonly reason?: string }>(given: Given): Given =>
  given.reason === undefined ? given : { ...given, reason: reasonKept(given.reason) };

/** Why somebody aborted or took over, in their own words: an entry of its own, after the fact. A run that has ended takes no more
 *  entries: then it stands in the store's ledger, and they are told so. */
export const giveReason = async (
  { journal, channel }: Pick<Engine, 'journal' | 'channel'>,
  typed: Reason,
): Promise<{ readonly ok: true; readonly words: Words } | Refusal> => {
  const given = { ...typed, reason: reasonKept(typed.reason) };
  for (let tries = 0; tries < 8; tries++) {
    const entries = await journal.read(given.run);
    const run = entries.length > 0 ? fold(entries) : null;
    if (!run || !isTheirs(run, given) || given.reason === '')
      return no(text('There is nothing to give a reason for.', '사유를 남길 대상이 없습니다.'));
    if (run.finished) {
      await journal.noteInLedger({ kind: 'reason', ...given });
      return {
        ok: true,
        words: text(
          'The run had ended, so the reason stands in the ledger of the store and not in its report. Say it in the thread, too.',
          '복구가 이미 끝나 사유는 보고서가 아닌 저장소 대장에 기록했습니다. 스레드에도 남겨 주세요.',
        ),
      };
    }
    const noted: RunEvent = { kind: 'noted', step: null, words: wordsOf(given) };
    const written = await journal.write({ run: run.id, events: [noted], as: { expectSeq: run.seq } });
    if (!written.ok) continue;
    channel.show(run.id);
    return { ok: true, words: text('The reason is written down.', '사유를 기록했습니다.') };
  }
  return no(
    text(
      'The run moved on; the reason is not written down.',
      '복구가 진행 중이어서 사유를 기록하지 못했습니다.',
    ),
  );
};
