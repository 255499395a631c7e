import type { Ran } from '../commands/command.ts';
import type { Proof, Scene, Step } from '../runbooks/runbook.ts';
import type { Words } from '../words.ts';
import { ends } from './act.ts';
import { stuck } from './consider.ts';
import type { Onward, Turn } from './engine.ts';
import { fold, type StepRun, stepOf } from './run.ts';
import { declaredStep, factsOf } from './steps.ts';
import { write } from './write.ts';

type Seen = { readonly scene: Scene; readonly proof: Proof };

/** The whole output where this process or the jump host still has it, else the tail from the journal. */
const ranOf = async (turn: Turn, at: StepRun, step: Step): Promise<Ran | null> => {
  const [began, ended] = [at.began, at.ended];
  if (!began || !ended || began.argv.length === 0) return null;
  const here = ends.get(`${turn.run.id}/${step.id}/${began.attempt}`);
  if (here) return here;
  const [program = '', ...args] = began.argv;
  const command = { tool: 'bosh', argv: [program, ...args], effect: 'changes', deadlineSeconds: 60 } as const;
  const claim = await turn.engine.jumpHost.look(command, began.claim);
  if (claim.state === 'ended') return claim.ran;
  return {
    command,
    end: ended.end,
    exitCode: ended.exitCode,
    why: ended.why,
    stdout: ended.tail,
    stderr: '',
    sha256: ended.sha256,
    lines: ended.lines,
    seconds: ended.seconds,
  };
};

/** Where the output alone is the proof, nothing is read and nothing may be concluded from the cluster. */
const blindScene = ({ engine, run }: Turn): Scene => {
  const { cluster, deployment, target, cure, baseline } = run.started;
  const seen = {
    cluster,
    deployment,
    at: '',
    masters: [],
    tasks: null,
    locks: null,
    resurrection: 'unknown',
    memory: null,
    unread: [],
  } as const;
  return {
    run: run.id,
    deployment,
    target,
    cure,
    before: baseline,
    seen,
    vms: {},
    problems: null,
    service: null,
    canary: null,
    facts: factsOf(run),
    secondsSinceEnd: 0,
    settings: engine.settings,
  };
};

const look = async (turn: Turn, at: StepRun, step: Step, ran: Ran | null): Promise<Seen | Words> => {
  const since = (turn.engine.clock.now() - (at.ended?.at ?? 0)) / 1000;
  if (step.proofNeeds === 'output') {
    const scene = blindScene(turn);
    return { scene, proof: step.proof(scene, ran) };
  }
  const scene = await turn.engine.eyes.scene(turn.run, step.proofNeeds ?? [], since);
  return 'unread' in scene
    ? { en: scene.unread, ko: scene.unread }
    : { scene, proof: step.proof(scene, ran) };
};

const abortedMeanwhile = async ({ engine, run }: Turn): Promise<boolean> =>
  fold(await engine.journal.read(run.id)).abort !== null;

/** Leader and term may not change while a hold lasts; revision and hash may. */
const steady = (proof: Proof): string =>
  proof.state === 'holds'
    ? `${proof.facts?.leader ?? ''} ${proof.facts?.term ?? ''} ${proof.facts?.starts ?? ''}`
    : '';

type Held = { readonly since: number; readonly steady: string };

const holding = (held: Held | null, last: Proof, now: number): Held | null => {
  if (last.state !== 'holds') return null;
  return held?.steady === steady(last) ? held : { since: now, steady: steady(last) };
};

type Watched = { readonly last: Proof; readonly aborted: boolean };

const notHeld = (last: Proof): Proof =>
  last.state === 'holds' ? { state: 'not-yet', words: last.words } : last;

/** Looks again and again until the proof holds (for as long as the step says), breaks, or time is up. */
const watchProof = async (turn: Turn, at: StepRun, step: Step, ran: Ran | null): Promise<Watched> => {
  const { engine } = turn;
  const holdMs = (step.holdSeconds?.(engine.settings) ?? 0) * 1000;
  const deadline = engine.clock.now() + engine.settings.settleSeconds * 1000 + holdMs;
  let held: Held | null = null;
  for (;;) {
    const seen = await look(turn, at, step, ran);
    const last: Proof = 'proof' in seen ? seen.proof : { state: 'not-yet', words: seen };
    const now = engine.clock.now();
    held = holding(held, last, now);
    const enough = held !== null && now - held.since >= holdMs;
    if (enough || last.state === 'broken') return { last, aborted: false };
    const aborted = await abortedMeanwhile(turn);
    if (aborted || now > deadline) return { last: notHeld(last), aborted };
    if (holdMs > 0) progress(turn, at, last, held, holdMs, now);
    await engine.journal.renew(turn.lease);
    await engine.clock.sleep(engine.lookEveryMs);
  }
};

const progress = (
  { engine, run }: Turn,
  at: StepRun,
  last: Proof,
  held: Held | null,
  holdMs: number,
  now: number,
) => {
  const text = held
    ? `holds for ${Math.floor((now - held.since) / 1000)} of ${holdMs / 1000} s`
    : last.words.en;
  engine.channel.live({ run: run.id, step: at.planned.id, text: `${text}\n`, lines: 1 });
};

const describeEnd = (at: StepRun): Words => {
  const ended = at.ended;
  if (!ended || ended.end === 'exited')
    return {
      en: ended?.exitCode ? `It exited ${ended.exitCode}. ` : '',
      ko: ended?.exitCode ? `exit ${ended.exitCode}. ` : '',
    };
  return { en: `${ended.why ?? ended.end}. `, ko: `${ended.why ?? ended.end}. ` };
};

/** Reads the world back after a command: an exit code alone decides nothing, in either direction. */
export const settle = async (turn: Turn, at: StepRun): Promise<Onward> => {
  const step = declaredStep(turn.run, turn.engine.shelf, at.planned.id);
  if (!step) return stuck(turn, at, { en: 'this bot has no such step', ko: '이 봇에 없는 단계입니다' });
  const ran = await ranOf(turn, at, step);
  if (ran?.end === 'not-started')
    return stuck(
      turn,
      at,
      { en: `Nothing ran: ${ran.why}.`, ko: `실행되지 않았습니다: ${ran.why}` },
      { step },
    );
  const { last, aborted } = await watchProof(turn, at, step, ran);
  const expected = ran && step.expects ? step.expects(ran) : null;
  const attempt = at.began?.attempt ?? at.attempt;
  if (last.state === 'holds') {
    const words = expected
      ? { en: `${expected.en} ${last.words.en}`, ko: `${expected.ko} ${last.words.ko}` }
      : last.words;
    await write(turn, [
      {
        kind: 'settled',
        step: step.id,
        attempt,
        outcome: expected ? 'failed-as-expected' : 'done',
        words,
        facts: last.facts ?? {},
      },
    ]);
    return 'on';
  }
  const end = describeEnd(at);
  if (aborted) {
    await write(turn, [
      {
        kind: 'settled',
        step: step.id,
        attempt,
        outcome: 'cancelled',
        words: {
          en: `Aborted. ${end.en}Now: ${last.words.en}.`,
          ko: `중단됨. ${end.ko}현재: ${last.words.ko}`,
        },
        facts: {},
      },
    ]);
    return 'on';
  }
  const again = stepOf(turn.run, step.id) ?? at;
  return stuck(
    turn,
    again,
    { en: `${end.en}Read back: ${last.words.en}.`, ko: `${end.ko}확인 결과: ${last.words.ko}` },
    { step },
  );
};
