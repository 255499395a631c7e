import { answerNames } from '../model/button-names.ts';
import type { Click } from '../model/click.ts';
import { type Callee, isSame, type Membership, type Person } from '../model/person.ts';
import type { RunEvent } from '../runs/events.ts';
import { currentStep, openAsk, type Run, type StepRun } from '../runs/run.ts';
import { optionsNow } from '../runs/step-run.ts';
import { josa, type Words } from '../words.ts';
import { breakingGlass, noReason, whyTooShort, whyUnbroken } from './break-glass.ts';
import { type Decision, declined } from './decision.ts';
import { canApprove } from './people.ts';
import { decideAbort, maySteer } from './steer.ts';
import { clockTime } from './times.ts';

type OpenAsk = NonNullable<ReturnType<typeof openAsk>>;
type Tells = readonly Callee[] | null;

const finishedWords = (run: Run, finished: NonNullable<Run['finished']>): Decision => {
  const [at, { outcome }] = [clockTime(finished.at), finished];
  return declined(
    `Run ${run.id} ended at ${at} (${outcome}); nothing was done with this click.`,
    `복구 ${josa(run.id, '은/는')} ${at}에 끝났습니다(${outcome}). 이 클릭으로 실행된 것은 없습니다.`,
  );
};

const list = (parts: readonly string[]): string => parts.join(', ');

/** Everyone whose approval of this step counts or has been spent, and when; `you` for who clicks. Of a step that has no other
 *  answer: any other closes the ask. */
const approvedBy = (step: StepRun, by: Person): Words => {
  const said = (name: (a: Person) => string, at: (time: string) => string) =>
    list(step.answers.map(a => `${name(a.by)}${at(clockTime(a.at))}`));
  return {
    en: said(
      a => (isSame(a, by) ? 'you' : a.name),
      time => ` at ${time}`,
    ),
    ko: said(
      a => (isSame(a, by) ? '본인' : a.name),
      time => `(${time})`,
    ),
  };
};

const alreadyApproved = (step: StepRun, { by, answer }: Click): Decision => {
  const who = approvedBy(step, by);
  return declined(
    `${step.planned.title.en} was already approved by ${who.en}; it is not run twice.`,
    `${step.planned.title.ko}: 이미 승인되었습니다. 승인자: ${who.ko}. 두 번 실행되지 않습니다.`,
    answer === 'approve',
  );
};

/** The first answer that decides closes the ask; whoever comes later is told who was first. */
const closed = (step: StepRun, people: number, click: Click): Decision | null => {
  const decided = step.answers.find(a => a.answer !== 'approve');
  if (decided) {
    const [name, at] = [answerNames[decided.answer], clockTime(decided.at)];
    const own = isSame(decided.by, click.by);
    return declined(
      `${own ? 'You' : decided.by.name} answered "${name.en}" at ${at} already; nothing was done with this click.`,
      `${own ? '본인이' : `${decided.by.name} 님이`} ${at}에 이미 응답했습니다: "${name.ko}". 이 클릭으로 실행된 것은 없습니다.`,
      own && decided.answer === click.answer,
    );
  }
  return people > 0 && step.answers.length >= people ? alreadyApproved(step, click) : null;
};

/** Of a click on the ask that is open now, whose time is over. */
const expiredWords = (run: Run, click: Click): Decision | null => {
  const ask = openAsk(run);
  const expired = ask?.step.expiries.findLast(each => each.attempt === click.attempt);
  if (!ask || !expired || ask.step.planned.id !== click.step || ask.step.attempt !== click.attempt)
    return null;
  const at = clockTime(expired.at);
  return declined(
    `This ask expired at ${at}, and what was given for it is lost; nothing was done with this click. Press "Ask again": the state is read anew.`,
    `${at}에 만료된 요청이며 그 전의 승인은 무효입니다. 이 클릭으로 실행된 것은 없습니다. "다시 요청"을 누르면 상태를 새로 확인합니다.`,
  );
};

const abortedWords = (run: Run): Decision | null => {
  if (!run.abort || run.replanned.length > 0) return null;
  const { by, at } = run.abort;
  return declined(
    `${by.name} aborted this run at ${clockTime(at)} UTC; nothing was done with this click.`,
    `${clockTime(at)} UTC에 ${by.name} 님이 중단한 복구입니다. 이 클릭으로 실행된 것은 없습니다.`,
  );
};

const staleWords = (run: Run, click: Click): Decision => {
  const aborted = abortedWords(run);
  if (aborted) return aborted;
  const expired = expiredWords(run, click);
  if (expired) return expired;
  const step = run.steps.find(s => s.planned.id === click.step);
  const decided = step ? closed(step, 1, click) : null;
  if (decided) return decided;
  const current = currentStep(run);
  return declined(
    `This button is from an older state of the run. It is now at: ${current?.planned.title.en ?? 'its end'}. Nothing was done with this click.`,
    `이전 상태의 버튼입니다. 현재 단계: ${current?.planned.title.ko ?? '종료'}. 이 클릭으로 실행된 것은 없습니다.`,
  );
};

const answeredBy = (click: Click, ask: OpenAsk, glass: boolean): RunEvent => ({
  kind: 'answered',
  step: click.step,
  attempt: click.attempt,
  answer: click.answer,
  by: click.by,
  via: click.via,
  digest: ask.asked.digest,
  ...(glass ? { glass } : {}),
  ...(click.reason && !click.breaksGlass ? { reason: click.reason } : {}),
});

/** All answers so far are approvals: any other has closed the ask. */
const approve = (run: Run, ask: OpenAsk, click: Click, membership: Membership, tells: Tells): Decision => {
  const { owners } = run;
  const given = ask.step.answers.map(a => ({ by: a.by, at: clockTime(a.at) }));
  const already = click.breaksGlass ? [] : given;
  const glass = click.breaksGlass ? click.by : run.glass?.by;
  const why =
    (click.breaksGlass ? whyUnbroken(run, tells) : null) ??
    canApprove({ owners, already, by: click.by, membership, glass: glass ?? null }) ??
    (click.breaksGlass ? whyTooShort(click) : null);
  const isGiven = given.some(each => isSame(each.by, click.by));
  if (why) return declined(why.en, why.ko, isGiven && !click.breaksGlass);
  const counted = given.length + (isGiven ? 0 : 1);
  const people = click.breaksGlass ? 1 : ask.asked.people;
  return {
    ok: true,
    events: [
      ...(click.breaksGlass ? [breakingGlass(click, ask.asked, tells ?? [])] : []),
      ...(isGiven ? [] : [answeredBy(click, ask, glass !== undefined)]),
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

const other = (run: Run, ask: OpenAsk, click: Click, membership: Membership): Decision => {
  const why =
    click.answer === 'again'
      ? maySteer(run, click.by, membership)
      : canApprove({ owners: run.owners, already: [], by: click.by, membership });
  if (why) return { ok: false, words: why };
  if (click.answer === 'skip' && !click.reason) return { ok: false, words: noReason };
  return {
    ok: true,
    events: [answeredBy(click, ask, run.glass !== null)],
    words: { en: 'Noted.', ko: '기록했습니다.' },
    counted: 0,
    people: 0,
  };
};

/** As in a button's value: less of the digest could fit another state. */
const nonceLength = 16;

/** The open ask, where the click is on it and answers it by one of its options. */
const meant = (run: Run, click: Click): OpenAsk | null => {
  const ask = openAsk(run);
  return ask !== null &&
    ask.step.planned.id === click.step &&
    ask.step.attempt === click.attempt &&
    click.nonce.length >= nonceLength &&
    ask.asked.digest.startsWith(click.nonce) &&
    optionsNow(ask.step).includes(click.answer)
    ? ask
    : null;
};

/** Pure: the run as written, a click, and what is known of the person. `membership` that could not be had refuses. `tells`: whom a
 *  broken glass tells; null where it is off. */
export const decide = (run: Run, click: Click, membership: Membership, tells: Tells = null): Decision => {
  if (run.finished) return finishedWords(run, run.finished);
  if (click.answer === 'abort') return decideAbort(run, click, membership);
  const ask = meant(run, click);
  if (ask === null) return staleWords(run, click);
  const late = closed(ask.step, ask.asked.people, click);
  if (late) return late;
  if (run.abort && !run.replanned.length) return staleWords(run, click);
  return click.answer === 'approve'
    ? approve(run, ask, click, membership, tells)
    : other(run, ask, click, membership);
};
