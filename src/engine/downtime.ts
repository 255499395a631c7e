import { clockTime } from '../approvals/times.ts';
import type { Claimed } from '../ports/leases.ts';
import type { Entry } from '../ports/run-log.ts';
import type { RunEvent } from '../runs/events.ts';
import { currentStep, fold, openAsk, type Run } from '../runs/run.ts';
import type { Words } from '../words.ts';
import type { Engine } from './engine.ts';

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

const note = (run: Run, words: Words): RunEvent => ({
  kind: 'noted',
  about: 'away',
  step: currentStep(run)?.planned.id ?? null,
  words,
});

/** Shorter than this nobody has missed the bot. */
const worthTellingMs = 5_000;

/**
 * Of a run that was just claimed: what its card says when nobody had driven it for a while though somebody should have
 * (the bot was stopped or killed, its host was off). A run that waits for a person is driven by nobody, and misses nothing.
 */
export const downtimeOf = (entries: readonly Entry<RunEvent>[], claimed: Claimed): RunEvent | null => {
  const { at, nobodySince } = claimed;
  const last = entries.at(-1);
  // A bot that cannot stay up says it once; a run that was only opened has nothing to say.
  const saidAlready = last?.event.kind === 'noted' && last.event.about === 'away';
  if (nobodySince === null || at - nobodySince < worthTellingMs || saidAlready || entries.length < 2)
    return null;
  const run = fold(entries);
  const { en, ko } = doing(run);
  const [from, to] = [clockTime(nobodySince), clockTime(at)];
  return note(run, {
    en: `No bot drove this run from ${from} to ${to}: ${en}. Approvals given before count.`,
    ko: `${from}부터 ${to}까지 이 복구를 진행하는 봇이 없었습니다: ${ko}. 그 전의 승인은 유효합니다.`,
  });
};

const waiting = (run: Run, from: number, to: number): RunEvent => {
  const title = currentStep(run)?.planned.title;
  const [since, until] = [clockTime(from), clockTime(to)];
  return note(run, {
    en: `No bot was there from ${since} to ${until}. It is back, and this run still waits for an answer${title ? ` to ${title.en}` : ''}: what was clicked meanwhile may not have arrived, so click again. Answers given before count.`,
    ko: `${since}부터 ${until}까지 봇이 없었습니다. 이제 돌아왔으며, 이 복구는 ${title ? `${title.ko} 단계의 ` : ''}응답을 계속 기다리고 있습니다. 그 사이에 누른 버튼은 전달되지 않았을 수 있으니 다시 눌러 주세요. 그 전의 응답은 유효합니다.`,
  });
};

/** Bots say that they live every ten seconds. */
const betweenBeatsMs = 15_000;
/** A bot that cannot stay up says it once in this time. */
const againMs = 3_600_000;

type Absence = { readonly lastThere: number; readonly now: number };

const noteOne = async ({ journal, log }: Engine, id: string, { lastThere, now }: Absence): Promise<void> => {
  const entries = await journal.read(id);
  const [run, last] = [fold(entries), entries.at(-1)];
  const saidAlready = last?.event.kind === 'noted' && last.event.about === 'away' && now - last.at < againMs;
  if (saidAlready || openAsk(run) === null) return;
  // Another bot that starts at the same moment may have said it: then the number has moved and nothing is written.
  const written = await journal.write({
    run: run.id,
    events: [waiting(run, Math.max(lastThere, run.lastAt), now)],
    as: { expectSeq: run.seq },
  });
  if (!written.ok) log(`run ${run.id}: somebody wrote first; its card says nothing of the absence`);
};

/** At the bot's start: each run that waits for a person says so on its card when no bot was there to take an answer. One
 *  that cannot be read keeps no bot from starting. `lastThere`: when any bot was last heard of, by the journal's clock. */
export const noteReturn = async (engine: Engine, lastThere: number | null): Promise<void> => {
  const now = await engine.journal.now();
  if (lastThere === null || now - lastThere < betweenBeatsMs) return;
  for (const { run, awake } of await engine.journal.rows({ live: true }))
    if (!awake)
      await noteOne(engine, run, { lastThere, now }).catch(error =>
        engine.log(`run ${run}: its card says nothing of the absence: ${String(error)}`),
      );
};
