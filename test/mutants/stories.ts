import type { Mutant } from './mutant.ts';

type Planted = Omit<Mutant, 'tests' | 'config' | 'only'>;
/** The story's own test is to see it. */
const sees = (file: string, number: number, planted: Planted): Mutant => ({
  ...planted,
  name: `story ${number}: ${planted.name}`,
  tests: [`test/stories/${file}.test.ts`],
  only: `${number}.`,
  config: 'vitest.stories.config.ts',
});

/** A bug for each story, which turns that story red. */
export const storyMutants: readonly Mutant[] = [
  sees('two-bots', 1, {
    name: 'who clicks twice is not told who was first',
    file: 'src/approvals/decide.ts',
    find: 'return people > 0 && step.answers.length >= people ? alreadyApproved(step, click) : null;',
    put: 'return null;',
  }),
  sees('world', 5, {
    name: 'what differs from what was approved is not shown',
    file: 'src/engine/recheck.ts',
    find: 'if (inWitness.length > 0) return inWitness;',
    put: '',
  }),
  sees('two-bots', 8, {
    name: 'a command that another process began is not followed, but begun again',
    file: 'src/engine/reconcile.ts',
    find: 'return adopt(turn, at, at.began, command, found.state);',
    put: "return stuck(turn, at, { en: 'Nobody can tell', ko: '' }, {});",
  }),
  sees('output', 10, {
    name: 'every line of output is an edit',
    file: 'src/model/sent.ts',
    find: 'export const betweenProgressMs = [2_000, 5_000, 10_000, 30_000] as const;',
    put: 'export const betweenProgressMs = Array<number>(9_999).fill(20);',
  }),
  sees('output', 11, {
    name: 'the card does not say where the rest of the output is',
    file: 'src/engine/act.ts',
    find: 'const where = file ?',
    put: 'const where = !file ?',
  }),
  sees('output', 12, {
    name: 'a secret that comes in two pieces is not held back',
    file: 'src/readings/redact.ts',
    find: 'push: text => shapes.push(values.push(seen.push(text))),',
    put: 'push: text => shapes.push(values.push(seen.push(text))) + shapes.finish(),',
  }),
  sees('two-bots', 21, {
    name: 'who answers through the process that does not drive is refused',
    file: 'src/desk/answer.ts',
    find: "const unsigned = click.answer === 'abort' ? null : engine.takesNoClicks?.();",
    put: "const unsigned = process.pid % 2 ? engine.takesNoClicks?.() : { en: 'no', ko: 'no' };",
  }),
  sees('clicks', 2, {
    name: 'who answers a run that was just aborted is told that the button is old',
    file: 'src/approvals/decide.ts',
    find: 'if (!run.abort || run.replanned.length > 0) return null;',
    put: 'if (Date.now() > 0) return null;',
  }),
  sees('clicks', 3, {
    name: 'the same person counts twice',
    file: 'src/approvals/people.ts',
    find: 'const before = already.find(each => isSame(each.by, by));',
    put: 'const before = already.find(() => false);',
  }),
  sees('clicks', 4, {
    name: 'a click on a run that is over is decided as if it lived',
    file: 'src/approvals/decide.ts',
    find: 'if (run.finished) return finishedWords(run, run.finished);',
    put: '',
  }),
  sees('clicks', 6, {
    name: 'what Slack delivers again is taken as new',
    file: 'handlers/first-time.ts',
    find: 'if (seen.has(key)) return false;',
    put: '',
  }),
  sees('store', 7, {
    name: 'a click is acked when it has been written',
    file: 'handlers/index.ts',
    find: 'await ack();\n    if (!first(`',
    put: 'setTimeout(() => void ack(), 2_500);\n    if (!first(`',
  }),
  sees('world', 9, {
    name: 'an abort asks no running task to be cancelled',
    file: 'src/engine/abort-watch.ts',
    find: 'await cancelOnce(turn, step, id, asked);',
    put: '',
  }),
  sees('away', 13, {
    name: 'a step begins by itself though nobody could see what it comes to ask',
    file: 'src/engine/prepare.ts',
    find: 'const unseen = covered ? null : whyUnseen(turn, at);',
    put: 'const unseen = covered ? null : null;',
  }),
  sees('away', 20, {
    name: 'a connection that brings nothing is kept',
    file: 'src/app/heartbeat.ts',
    find: 'if (missed === mostMissed) {',
    put: 'if (missed < 0) {',
  }),
  sees('world', 14, {
    name: 'who approved is not asked about once more before it runs',
    file: 'src/engine/recheck.ts',
    find: 'return whys.filter(why => why !== null);',
    put: 'return whys.filter(() => false);',
  }),
  sees('words', 15, {
    name: 'what somebody typed calls the channel',
    file: 'src/messages/blocks.ts',
    find: "export const piece = (value: string, max = 3000): Piece => ({\n  type: 'text',",
    put: 'export const piece = (value: string, max = 3000): Piece => value.includes(\'<!channel>\') ? JSON.parse(\'{"type":"broadcast","range":"channel"}\') : ({\n  type: \'text\',',
  }),
  sees('words', 16, {
    name: 'a refusal does not say whose run is in the way',
    file: 'src/desk/open-run.ts',
    find: ', started by $',
    put: ', at work: $',
  }),
  sees('clicks', 17, {
    name: 'a button counts for whatever is asked now',
    file: 'src/approvals/decide.ts',
    find: 'ask.step.planned.id === click.step &&\n    ask.step.attempt === click.attempt &&\n    click.nonce.length >= nonceLength &&\n    ask.asked.digest.startsWith(click.nonce) &&',
    put: '',
  }),
  sees('store', 18, {
    name: 'an ask that has expired can be approved',
    file: 'src/runs/next.ts',
    find: 'if (hasExpired(step)) return Number.POSITIVE_INFINITY;',
    put: '',
  }),
  sees('clicks', 19, {
    name: 'an answer wakes nobody',
    file: 'src/desk/answer.ts',
    find: "      as: { expectSeq: run.seq },\n      then: 'wake',\n    });\n    if (written.ok) return taken(engine, run, decision);",
    put: '      as: { expectSeq: run.seq },\n    });\n    if (written.ok) return taken(engine, run, decision);',
  }),
  sees('store', 22, {
    name: 'the store’s time is the host’s wall clock',
    file: 'src/adapters/journal/sqlite-engine.ts',
    find: 'Math.floor(wallNow())',
    put: 'Math.floor(clock.wallMs())',
  }),
  sees('world', 23, {
    name: 'exit 0 is success',
    file: 'src/engine/conclude.ts',
    find: "if (last.state === 'holds') {",
    put: "if (last.state === 'holds' || ran?.exitCode === 0) {",
  }),
  sees('store', 24, {
    name: 'a code is given to whoever may not answer',
    file: 'src/desk/typed-answer.ts',
    find: 'if (!decision.ok) return { ...decision, run: run.id };',
    put: '',
  }),
  sees('store', 25, {
    name: 'who clicked is not told that the store could not take it',
    file: 'handlers/guarded.ts',
    find: 'error instanceof JournalTrouble ? journalWords(error.words, reference) : brokeWords(reference)',
    put: 'brokeWords(reference)',
  }),
];
