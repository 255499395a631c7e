import { z } from 'zod';
import { curelessNames, cureNames, verdictNames } from '../cluster/verdict-types.ts';
import { tools } from '../model/command.ts';
import { same } from '../words.ts';
import { called, callee, expired, members, unanswered } from './events-called.ts';
import { answerGiven, askKind, boshTable, guard, ofStep, person, texts, words } from './events-parts.ts';
import { abortRequested, answerEvent, glassBroken, takenOver } from './events-steering.ts';

/*
 * What a run's journal holds: one schema an event, and the types are theirs. Entries are kept for ever, so a field that is
 * added to a kind is optional or has a default; a required one would make every older entry of that kind unreadable
 * (test/fixtures/journals, which each release's own code wrote, then fails). Stored names never change.
 */

/** What is parsed is believed and never changed. */
type Frozen<T> = T extends readonly (infer Each)[]
  ? readonly Frozen<Each>[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<T[Key]> }
    : T;
type Told<Schema extends z.ZodType> = Frozen<z.infer<Schema>>;

/** Older journals have English alone where both languages stand now. */
const wordsOrEnglish = z.union([words, z.string().transform(same)]);

const stepKind = z.enum(['read', 'snapshot', 'backup', 'check', 'change']);
/** What a step's success means for the whole run: the cluster is healed, or this master's data are saved. */
const proves = z.union([z.literal('healed'), z.object({ saved: z.string() })]);
const plannedStep = z.object({
  id: z.string(),
  title: words,
  kind: stepKind,
  /** The command line as shown; for a hold, what is read. */
  line: z.string(),
  /** The same in both languages, where it is a sentence and no command line that runs. */
  note: words.optional(),
  risk: words,
  before: words,
  after: words,
  /** How many people this step will ask, as far as can be told now. */
  people: z.number(),
  /** Of the declaration: a newer bot goes on by itself only where it is the same. 0: planned before steps had versions. */
  version: z.number().default(0),
  /** Absent in every step of a plan from before it was there. */
  proves: proves.optional(),
  /** The name of the window in which it is asked together with those beside it; each of a plan without is asked by itself. */
  window: z.string().optional(),
  /** What there was before versions; nobody reads it any more. */
  digest: z.string().optional(),
});
/** A step as it was shown before anything ran. */
export type PlannedStep = Told<typeof plannedStep>;

const noteAbout = z.enum([
  'away',
  'followed',
  'unreachable',
  /** A cancellation was taken; 'not-cancelled' says why not. */
  'cancel',
  'not-cancelled',
  'more-tasks',
  /** Somebody else's. */
  'other-tasks',
]);
/** What has been said of a step already, so that it is said once. */
export type NoteAbout = Told<typeof noteAbout>;

const stepOutcome = z.enum(['done', 'failed-as-expected', 'skipped', 'failed', 'cancelled']);
export type StepOutcome = Told<typeof stepOutcome>;
/** saved: a run that only saves snapshots did. observed: the bot only looks, and it came to the first change. */
const runOutcome = z.enum(['healed', 'saved', 'aborted', 'failed', 'observed']);
export type RunOutcome = Told<typeof runOutcome>;

const baseline = z.object({
  revision: z.number().nullable(),
  hash: z.number().nullable(),
  keyCount: z.number().nullable(),
  memberIds: z.array(z.string()),
});
export type Baseline = Told<typeof baseline>;

const cure = z.enum(cureNames);
const verdict = z.object({
  name: z.enum(verdictNames),
  target: z.array(z.string()),
  sentence: words,
  evidence: z.array(wordsOrEnglish),
  confidence: z.enum(['certain', 'likely', 'unsure']),
  proposed: cure.nullable(),
  allowed: z.array(cure),
  refused: words.nullable(),
  disallowed: z.partialRecord(cure, words),
  healthy: z.array(z.string()),
  warnings: z.array(words),
});

const started = z.object({
  kind: z.literal('started'),
  cluster: z.string(),
  deployment: z.string(),
  cure: z.enum([...cureNames, ...curelessNames]),
  /** '' where a run has none: it cures nothing. */
  target: z.string(),
  /** Who led and who followed among the healthy when the plan was made; the plan's steps name them. */
  cast: z.object({
    leader: z.string().nullable(),
    follower: z.string().nullable(),
    answering: z.array(z.string()).optional(),
    silent: z.array(z.string()).optional(),
    start: z.array(z.string()).optional(),
    leftOut: z.string().nullable().optional(),
    defrag: z.array(z.string()).optional(),
    away: z.string().nullable().optional(),
  }),
  requestedBy: person,
  channel: z.string(),
  /** The channel is a private one: elsewhere little is told of this run. */
  private: z.boolean().optional(),
  verdict,
  plan: z.array(plannedStep),
  baseline,
  /** Resurrection as it was found, to be put back. */
  resurrection: z.enum(['on', 'off', 'unknown']),
  versions: texts,
  /** What was seen then, as docs/observations.md has it; absent in runs from before it was kept. */
  recording: z.unknown().optional(),
});

const approvedAct = z.object({ step: z.string(), line: z.string(), digest: z.string() });
/** Asked once, in order: each command with the state that it is expected to meet, and what an abort runs after it. */
const windowAsked = z.object({
  steps: z.array(approvedAct.extend({ witness: texts })),
  safe: z.array(approvedAct.extend({ after: z.string() })),
});
export type WindowAsked = Told<typeof windowAsked>;

const asked = z.object({
  kind: z.literal('asked'),
  ...ofStep,
  ask: askKind,
  /** What may be answered, as the buttons show it. */
  options: z.array(answerGiven),
  line: z.string(),
  /** Of the command and of the witness: what is approved is what runs. */
  digest: z.string(),
  witness: texts,
  people: z.number(),
  why: words,
  guards: z.array(guard),
  /** The version of the declaration behind the ask (`v3`; older entries: a digest), where this bot has the step. */
  declared: z.string().optional(),
  /** Whom it called as it was made; absent in entries from before asks called anybody. */
  to: z.array(callee).optional(),
  /** As they were read for it; absent where they were not, and in older entries. */
  members: members.extend({ during: z.number() }).optional(),
  /** The run itself has taken members down that are not back. */
  ownOutage: z.boolean().optional(),
  window: windowAsked.optional(),
  /** One person of BREAK_GLASS_GROUP may answer it alone. */
  breakable: z.boolean().optional(),
});

const began = z.object({
  kind: z.literal('began'),
  ...ofStep,
  line: z.string(),
  argv: z.array(z.string()),
  digest: z.string(),
  claim: z.string(),
  /** The Director's newest task right before the act, where the act is a task; those after it are the act's. */
  newestTask: z.string().optional(),
  /** The version that it was begun under (`v3`; older entries: a digest): only a bot that has the same may judge what came of it. */
  declared: z.string().optional(),
  /** As the command was declared, for whoever follows it to its end. */
  deadlineSeconds: z.number().optional(),
  silenceSeconds: z.number().optional(),
  effect: z.enum(['reads', 'changes']).optional(),
  tool: z.enum(tools).optional(),
  byTask: z.boolean().optional(),
  /** What it may leave behind, enough to put it back, whatever comes of it. */
  trace: texts.optional(),
  /** Healthy members right before, while it has its effect, and how many a write needs. */
  serving: z.object({ now: z.number(), during: z.number(), quorum: z.number() }).optional(),
  /** Behind which fence, read right before; an intent from before there was one has none. */
  place: z.object({ id: z.string(), host: z.string(), boot: z.string() }).optional(),
  table: boshTable.optional(),
});

const ended = z.object({
  kind: z.literal('ended'),
  ...ofStep,
  end: z.enum(['exited', 'deadline', 'killed', 'not-started', 'lost']),
  exitCode: z.number().nullable(),
  why: z.string().nullable(),
  seconds: z.number(),
  lines: z.number(),
  sha256: z.string(),
  /** The last 1,500 characters of the lines that a reading knows, of what it printed. */
  tail: z.string(),
  /** How many lines are of no known shape, and therefore neither in the tail nor in any card. */
  hidden: z.number().optional(),
  /** On the host of the bot that followed it: the whole redacted output under that sha256. */
  file: z.string().optional(),
});

/** What was read back from the world, and what it means. */
const settled = z.object({
  kind: z.literal('settled'),
  ...ofStep,
  outcome: stepOutcome,
  words,
  facts: texts,
  table: boshTable.optional(),
});

export const runEvent = z.discriminatedUnion('kind', [
  started,
  asked,
  answerEvent,
  glassBroken,
  called,
  expired,
  unanswered,
  takenOver,
  z.object({ kind: z.literal('voided'), ...ofStep, differences: z.array(words) }),
  began,
  /** The fence says that it never started, and it can't start any more: back to where it was approved. */
  z.object({ kind: z.literal('never-started'), ...ofStep, words }),
  z.object({ kind: z.literal('task'), ...ofStep, task: z.string() }),
  ended,
  settled,
  /** A sentence for the thread that belongs to no step's end: adopted after a restart, a stale click, a guard refusing. */
  z.object({
    kind: z.literal('noted'),
    step: z.string().nullable(),
    words,
    about: noteAbout.optional(),
  }),
  /** The rest of the plan is replaced: after an abort or a failure, by what puts things back. */
  z.object({ kind: z.literal('replanned'), words, plan: z.array(plannedStep) }),
  abortRequested,
  z.object({
    kind: z.literal('finished'),
    outcome: runOutcome,
    words,
    facts: z.record(z.string(), wordsOrEnglish),
  }),
]);
export type RunEvent = Told<typeof runEvent>;
