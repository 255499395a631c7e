import type { Engine } from './engine.ts';
import type { RunEvent } from './events.ts';
import { currentStep, fold, type Run } from './run.ts';

const clockTime = (at: number): string => new Date(at).toISOString().slice(11, 19);

const doing = (run: Run): { readonly en: string; readonly ko: string } => {
  const step = currentStep(run);
  const title = step?.planned.title;
  if (step?.state === 'running')
    return {
      en: `${title?.en} was begun and is looked for on the jump host now; it is not started twice`,
      ko: `${title?.ko} 단계가 시작된 상태였으며 지금 점프 호스트에서 확인합니다. 두 번 시작하지 않습니다`,
    };
  if (step?.state === 'ended')
    return {
      en: `the command of ${title?.en} was over; the cluster is read back now`,
      ko: `${title?.ko} 단계의 명령은 끝난 상태였으며 지금 클러스터를 다시 확인합니다`,
    };
  return { en: 'nothing was started meanwhile', ko: '그 사이 시작된 것은 없습니다' };
};

const note = (run: Run, now: number): RunEvent => {
  const { en, ko } = doing(run);
  const [from, to] = [clockTime(run.lastAt), clockTime(now)];
  return {
    kind: 'noted',
    about: 'away',
    step: currentStep(run)?.planned.id ?? null,
    words: {
      en: `No bot drove this run from ${from} to ${to} UTC: ${en}. Approvals given before count.`,
      ko: `${from}부터 ${to} UTC까지 이 복구를 진행하는 봇이 없었습니다: ${ko}. 그 전의 승인은 유효합니다.`,
    },
  };
};

/** Shorter than this nobody has missed the bot. */
const worthTellingMs = 5_000;

/** At the bot's start: each run that somebody should have driven and nobody does says on its card what happened meanwhile.
 *  A run that waits for a person has missed nothing. */
export const noteAbsence = async ({ journal, log }: Engine): Promise<void> => {
  const now = await journal.now();
  for (const { run: id } of await journal.claimable()) {
    const entries = await journal.read(id);
    const [run, last] = [fold(entries), entries.at(-1)?.event];
    // A bot that cannot stay up says it once.
    const saidAlready = last?.kind === 'noted' && last.about === 'away';
    if (saidAlready || now - run.lastAt < worthTellingMs) continue;
    // Another bot that starts at the same moment may have said it: then the number has moved and nothing is written.
    const written = await journal.write({
      run: id,
      events: [note(run, now)],
      as: { expectSeq: run.seq },
    });
    if (!written.ok) log(`run ${id}: somebody else drives it already`);
  }
};
