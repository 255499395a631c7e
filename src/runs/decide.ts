import { canApprove, isSame, type Membership } from '../cluster/people.ts';
import type { Words } from '../words.ts';
import type { Click } from './desk-types.ts';
import type { Person, RunEvent } from './events.ts';
import { currentStep, openAsk, type Run } from './run.ts';

/** One decision for button, modal, slash command and command line: what is written, or why nothing is. */
export type Decision =
  | {
      readonly ok: true;
      readonly events: readonly RunEvent[];
      readonly words: Words;
      readonly counted: number;
      readonly people: number;
    }
  | { readonly ok: false; readonly words: Words };

const no = (en: string, ko: string): Decision => ({ ok: false, words: { en, ko } });
const clockTime = (at: number): string => new Date(at).toISOString().slice(11, 19);

const finishedWords = (run: Run): Decision => {
  const at = clockTime(run.finished?.at ?? run.lastAt);
  const outcome = run.finished?.outcome ?? '';
  return no(
    `Run ${run.id} ended at ${at} UTC (${outcome}); nothing was done with this click.`,
    `run ${run.id}은 ${at} UTC에 끝났습니다(${outcome}). 이 클릭으로 실행된 것은 없습니다.`,
  );
};

const staleWords = (run: Run, click: Click): Decision => {
  const step = run.steps.find(s => s.planned.id === click.step);
  const spent = step?.answers.find(a => a.answer === 'approve') ?? null;
  if (spent && step)
    return no(
      `${step.planned.title.en} was already approved by ${isSame(spent.by, click.by) ? 'you' : spent.by.name} at ${clockTime(spent.at)} UTC; it is not run twice.`,
      `${step.planned.title.ko}: ${clockTime(spent.at)} UTC에 ${isSame(spent.by, click.by) ? '본인' : spent.by.name}이 이미 승인했습니다. 두 번 실행되지 않습니다.`,
    );
  const current = currentStep(run);
  return no(
    `This button is from an older state of the run. It is now at: ${current?.planned.title.en ?? 'its end'}. Nothing was done with this click.`,
    `이전 상태의 버튼입니다. 현재 단계: ${current?.planned.title.ko ?? '종료'}. 이 클릭으로 실행된 것은 없습니다.`,
  );
};

/** Stopping and looking again are safe directions: the requester and everyone who may approve can. */
const maySteer = (run: Run, by: Person, membership: Membership): Words | null => {
  if (isSame(run.started.requestedBy, by)) return null;
  return canApprove({ requester: null, already: [], by, membership });
};

const abort = (run: Run, by: Person, via: Click['via'], membership: Membership): Decision => {
  const why = maySteer(run, by, membership);
  if (why) return { ok: false, words: why };
  if (run.abort)
    return no(
      `Abort was already asked for by ${run.abort.by.name} at ${clockTime(run.abort.at)} UTC.`,
      `${clockTime(run.abort.at)} UTC에 ${run.abort.by.name}이 이미 중단을 요청했습니다.`,
    );
  const running = currentStep(run)?.state === 'running';
  return {
    ok: true,
    events: [{ kind: 'abort-requested', by, via }],
    words: running
      ? {
          en: 'Abort noted: the running step is asked to stop, and the card will say what became of it.',
          ko: '중단 요청을 기록했습니다. 실행 중인 단계에 취소를 요청하고 결과를 카드에 알립니다.',
        }
      : {
          en: 'Abort noted: no further step starts.',
          ko: '중단을 기록했습니다. 다음 단계는 시작되지 않습니다.',
        },
    counted: 0,
    people: 0,
  };
};

const approve = (run: Run, click: Click, membership: Membership): Decision => {
  const ask = openAsk(run);
  if (!ask) return staleWords(run, click);
  const already = ask.step.answers
    .filter(a => a.answer === 'approve')
    .map(a => ({ by: a.by, at: clockTime(a.at) }));
  if (already.length >= ask.asked.people) return staleWords(run, click);
  const why = canApprove({ requester: run.started.requestedBy, already, by: click.by, membership });
  if (why) return { ok: false, words: why };
  const [counted, people] = [already.length + 1, ask.asked.people];
  return {
    ok: true,
    events: [
      {
        kind: 'answered',
        step: click.step,
        attempt: click.attempt,
        answer: 'approve',
        by: click.by,
        via: click.via,
      },
    ],
    words:
      counted >= people
        ? {
            en: 'Approved; the state is read once more, then it runs.',
            ko: '승인되었습니다. 상태를 한 번 더 읽은 뒤 실행합니다.',
          }
        : { en: `Approved: ${counted} of ${people}.`, ko: `승인: ${people}명 중 ${counted}명.` },
    counted,
    people,
  };
};

const other = (run: Run, click: Click, membership: Membership): Decision => {
  const why =
    click.answer === 'again'
      ? maySteer(run, click.by, membership)
      : canApprove({ requester: run.started.requestedBy, already: [], by: click.by, membership });
  if (why) return { ok: false, words: why };
  return {
    ok: true,
    events: [
      {
        kind: 'answered',
        step: click.step,
        attempt: click.attempt,
        answer: click.answer,
        by: click.by,
        via: click.via,
      },
    ],
    words: { en: 'Noted.', ko: '기록했습니다.' },
    counted: 0,
    people: 0,
  };
};

const isCurrent = (run: Run, click: Click): boolean => {
  const ask = openAsk(run);
  return (
    ask !== null &&
    ask.step.planned.id === click.step &&
    ask.step.attempt === click.attempt &&
    ask.asked.digest.startsWith(click.nonce)
  );
};

/** Pure: the run as written, a click, and what is known of the person. `membership` that could not be had refuses. */
export const decide = (run: Run, click: Click, membership: Membership): Decision => {
  if (run.finished) return finishedWords(run);
  if (click.answer === 'abort') return abort(run, click.by, click.via, membership);
  if (!isCurrent(run, click)) return staleWords(run, click);
  if (!openAsk(run)?.asked.options.includes(click.answer)) return staleWords(run, click);
  if (run.abort && !run.replanned.length) return staleWords(run, click);
  return click.answer === 'approve' ? approve(run, click, membership) : other(run, click, membership);
};
