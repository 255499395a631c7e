import { decide } from '../approvals/decide.ts';
import type { Decision, Declined } from '../approvals/decision.ts';
import { dueExpiry } from '../approvals/expiry.ts';
import { decideTakeOver } from '../approvals/steer.ts';
import { approverIn } from '../engine/believed.ts';
import type { Engine } from '../engine/engine.ts';
import { answerNames } from '../model/button-names.ts';
import type { Click } from '../model/click.ts';
import type { RunEvent } from '../runs/events.ts';
import { fold, type Run } from '../runs/run.ts';
import { joined, josa, type Words } from '../words.ts';
import type { Refusal, Taken } from './desk-types.ts';
import { no } from './open-run.ts';
import { withReasonKept } from './reason.ts';

const notFound = (run: string): Words => ({
  en: `There is no run ${run}. /pks runs lists them.`,
  ko: `복구 ${josa(run, '이/가')} 없습니다. /pks runs로 목록을 확인하세요.`,
});

/** The time for the ask was over before anybody wrote that: a click that comes between the two must not count. */
const isOver = async ({ journal, expiry }: Engine, run: Run): Promise<boolean> => {
  const over = dueExpiry(run, await journal.now(), expiry);
  if (!over) return false;
  await journal.write({ run: run.id, events: [over], as: { expectSeq: run.seq }, then: 'wake' });
  return true;
};

/** Shown in the thread, in order, once Slack is there again. */
const onTheHost = ({ by, answer: what, step }: Click): RunEvent => ({
  kind: 'noted',
  step: step || null,
  words: {
    en: `${by.name} answered "${answerNames[what].en}" on the command line of the bot's host.`,
    ko: `${by.name} 님이 봇 호스트의 명령줄에서 "${answerNames[what].ko}"(으)로 응답했습니다.`,
  },
});

const membershipOf = (engine: Engine, { by, via }: Given, { started }: Run) =>
  engine.membership(by, started.channel, started.cluster, via);

/** The click decided on what is written now, also before anybody is shown how to make it. */
export const decideClick = async (engine: Engine, click: Click, run: Run): Promise<Decision> => {
  const membership = await (click.answer === 'approve'
    ? approverIn(engine, run, click)
    : membershipOf(engine, click, run));
  return decide(run, click, membership, engine.breakGlass?.tells(run.started.cluster) ?? null);
};

type Given = Pick<Click, 'run' | 'by' | 'via'>;

/** The next on-call becomes the owner. */
export const takeRunOver = (engine: Engine, given: Given): Promise<Taken | Refusal> =>
  deciding(engine, given, async run => decideTakeOver(run, given, await membershipOf(engine, given, run)));

/** Decides from the journal whether an answer still counts and whether this person may. */
export const answer = async (engine: Engine, typed: Click): Promise<Taken | Refusal> => {
  const click = withReasonKept(typed);
  const unsigned = click.answer === 'abort' ? null : engine.takesNoClicks?.();
  if (unsigned) return no(unsigned);
  return deciding(engine, click, run => decideClick(engine, click, run));
};

/** Decides on what is written, writes on the same seq, and decides again when somebody was first. */
const deciding = async (
  engine: Engine,
  given: Given | Click,
  decideOn: (run: Run) => Promise<Decision>,
): Promise<Taken | Refusal> => {
  for (let tries = 0; tries < 8; tries++) {
    const entries = await engine.journal.read(given.run);
    if (entries.length === 0) return no(notFound(given.run));
    const run = fold(entries);
    if (await isOver(engine, run)) continue;
    const decision = await decideOn(run);
    if (!decision.ok) return refuse(engine, decision, run.id);
    const told = given.via === 'cli' && 'answer' in given ? [onTheHost(given)] : [];
    const written = await engine.journal.write({
      run: run.id,
      events: [...decision.events, ...told],
      as: { expectSeq: run.seq },
      then: 'wake',
    });
    if (written.ok) return taken(engine, run, decision);
  }
  return no({
    en: 'Too many people wrote at the same moment; nothing was taken, click again.',
    ko: '동시에 여러 사람이 응답했습니다. 반영되지 않았으니 다시 눌러 주세요.',
  });
};

/** An old card must not keep its buttons. */
const refuse = (engine: Engine, decision: Declined, run: string): Refusal => {
  engine.channel.show(run);
  return { ...decision, run };
};

const taken = (engine: Engine, run: Run, decision: Extract<Decision, { ok: true }>): Taken => {
  engine.channel.show(run.id);
  const held = engine.held?.();
  const words = held ? joined([decision.words, held], ' ') : decision.words;
  const { counted, people } = decision;
  return { ok: true, words, counted, people, cluster: run.started.cluster };
};
