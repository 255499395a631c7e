import { typedCode } from '../approvals/typed-code.ts';
import type { Engine } from '../engine/engine.ts';
import { answerNames } from '../model/button-names.ts';
import type { Answer, Click } from '../model/click.ts';
import { fold, openAsk, type Run } from '../runs/run.ts';
import { optionsNow } from '../runs/step-run.ts';
import type { Words } from '../words.ts';
import { decideClick } from './answer.ts';
import type { AskShown, Refusal, Taken, TypedAnswer } from './desk-types.ts';
import { no } from './open-run.ts';
import { reasonKept } from './reason.ts';

const asking = async (engine: Engine, id: string | null): Promise<readonly Run[]> => {
  const ids = id === null ? (await engine.journal.rows({ live: true })).map(row => row.run) : [id];
  const runs = await Promise.all(ids.map(async each => engine.journal.read(each)));
  return runs.filter(entries => entries.length > 0).map(fold);
};

const noRun = (id: string): Words => ({
  en: `There is no run ${id}. /pks runs lists them.`,
  ko: `${id} 복구가 없습니다. 목록: /pks runs`,
});
const nothingAsked: Words = {
  en: 'No run asks anything now, so there is nothing to answer. /pks runs lists them.',
  ko: '지금 응답을 기다리는 복구가 없습니다. 목록: /pks runs',
};
const which = (runs: readonly Run[]): Words => ({
  en: `${runs.length} runs ask something: ${runs.map(run => run.id).join(', ')}. Say which.`,
  ko: `응답을 기다리는 복구가 ${runs.length}건입니다: ${runs.map(run => run.id).join(', ')}. 하나를 지정하세요.`,
});
const notOffered = (run: Run, answer: Answer): Words => {
  const options = openAsk(run)?.asked.options ?? [];
  return {
    en: `"${answerNames[answer].en}" is no answer to what run ${run.id} asks now; these are: ${options.map(each => answerNames[each].en).join(', ') || 'none'}.`,
    ko: `${run.id}에서 지금 "${answerNames[answer].ko}" 응답은 할 수 없습니다. 가능한 응답: ${options.map(each => answerNames[each].ko).join(', ') || '없음'}`,
  };
};

/** One run: named, or the only one that asks something. */
const theRun = async (engine: Engine, id: string | null): Promise<Run | Refusal> => {
  const found = await asking(engine, id);
  if (id !== null) return found[0] ?? no(noRun(id));
  const open = found.filter(run => openAsk(run));
  const [only, ...others] = open;
  if (!only) return no(nothingAsked);
  return others.length === 0 ? only : no(which(open));
};

const anyReason = 'a reason that is given later';

type Typed = Click & { readonly digest: string; readonly answer: TypedAnswer['answer'] };

/** A code for the ask; to break the glass a second one, of another ask than the first: with the reason, once more. */
const codesOf = (run: Run, click: Typed) => {
  const code = (...more: readonly string[]) => typedCode(run, click, click.answer, click.by, ...more);
  if (!click.breaksGlass) return { first: code(), last: code() };
  return { first: code('break-glass'), last: code('break-glass', reasonKept(click.reason ?? '')) };
};

/** What is asked with the code that answers it, for whoever may: nobody is asked for a reason who may not answer at all. */
const showing = async (
  engine: Engine,
  run: Run,
  click: Typed,
  typed: string | null,
): Promise<Refusal | AskShown> => {
  const { first, last } = codesOf(run, click);
  const isOnce = click.breaksGlass === true && typed === first;
  const reason = isOnce ? (click.reason ?? '') : anyReason;
  const decision = await decideClick(engine, { ...click, reason: reasonKept(reason) }, run);
  if (!decision.ok) return { ...decision, run: run.id };
  const glass = click.breaksGlass ? { glass: { reason: isOnce ? reasonKept(reason) : null } } : {};
  const wrong = typed !== null && typed !== first && typed !== last;
  return { ok: true, shown: run, answer: click.answer, code: isOnce ? last : first, wrong, ...glass };
};

/** An answer without a button: first what is asked with a code, then the code. Both go through `decide`, as a button does. */
export const typedAnswer = async (
  engine: Engine,
  { run: id, answer, code, by, via = 'slash', ...more }: TypedAnswer,
  give: (click: Click) => Promise<Taken | Refusal>,
): Promise<Taken | Refusal | AskShown> => {
  const run = await theRun(engine, id);
  if ('ok' in run) return run;
  const ask = openAsk(run);
  if (!ask || !optionsNow(ask.step).includes(answer)) return no(notOffered(run, answer), run.id);
  const at = { step: ask.step.planned.id, attempt: ask.step.attempt, digest: ask.asked.digest };
  const click = { run: run.id, ...at, nonce: at.digest.slice(0, 16), answer, by, via, ...more };
  const typed = code?.toUpperCase() ?? null;
  const needsReason = click.breaksGlass || answer === 'skip';
  if (typed === codesOf(run, click).last && (more.reason || !needsReason)) return give(click);
  return showing(engine, run, click, typed);
};
