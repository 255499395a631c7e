import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { surfaces } from '../../drill/slack/limits/blocks.ts';
import { blockFaults, tooManyTables } from '../../drill/slack/limits/check.ts';
import { doctorCard } from '../../src/messages/doctor-card.ts';
import { drawRun } from '../../src/messages/draw-run.ts';
import { blockBudget, type Card, textBudget } from '../../src/messages/drawn.ts';
import { help } from '../../src/messages/help.ts';
import { refusal } from '../../src/messages/notices.ts';
import { runShown, runsList } from '../../src/messages/runs-list.ts';
import { statusCard } from '../../src/messages/status-card.ts';
import { watchCard } from '../../src/messages/watch-card.ts';
import type { Answer } from '../../src/model/click.ts';
import type { PlannedStep, RunEvent } from '../../src/runs/events.ts';
import { same, type Words } from '../../src/words.ts';
import { aCluster, aVerdict, looked } from '../support/a-cluster.ts';
import { aRun, aStep, asked, began, ended, finished, settled, started } from '../support/a-run.ts';
import { buttonsOf, textsOf } from '../support/block-texts.ts';

const nasty = [
  '<!channel> <@U0APPROVER1> <https://evil.example|click> *Approved by @cto* ```',
  '한글'.repeat(900),
  '👩‍👩‍👧‍👦'.repeat(300),
  `${'😀'.repeat(1600)}x`,
  'e\u0301'.repeat(2000),
  '\u202Egnihton\u0000\u0007',
  `a\n`.repeat(1700),
  '"\\'.repeat(1700),
  '\uD83D',
  '',
  ' ',
  '&lt;!channel&gt; &amp;',
];
const hostile = fc.oneof(
  fc.constantFrom(...nasty),
  fc.string({ maxLength: 1500, unit: 'binary' }),
  fc.string({ maxLength: 20 }),
);
const words: fc.Arbitrary<Words> = fc.record({ en: hostile, ko: hostile });

/** What holds for anything that is sent to Slack. */
const holds = (card: Card): void => {
  expect(blockFaults(card.blocks, surfaces.message)).toEqual([]);
  expect(tooManyTables(card.blocks as never)).toBe(false);
  const json = JSON.stringify(card.blocks);
  expect(json.length).toBeLessThanOrEqual(blockBudget);
  expect(card.blocks.length).toBeLessThanOrEqual(50);
  expect(card.text.length).toBeGreaterThan(0);
  expect(card.text.length).toBeLessThanOrEqual(textBudget);
  expect(card.text).not.toMatch(/<|>/);
  expect(textsOf(card.blocks).every(text => text.isWellFormed())).toBe(true);
  // Where Slack reads markup nothing of ours stands.
  expect(json).not.toMatch(/"type":"(mrkdwn|markdown|link|broadcast|usergroup)"/);
};

const answers: readonly Answer[] = ['approve', 'abort', 'skip', 'again', 'happened'];
const step = fc.record({ title: words, line: hostile, risk: words, before: words, after: words });
const planOf = (parts: readonly Partial<PlannedStep>[]) =>
  parts.map((part, index) => aStep(`step-${index}`, { ...part, people: index % 3 }));

const any = fc.record({
  plan: fc.array(step, { minLength: 1, maxLength: 24 }),
  cluster: hostile,
  name: hostile,
  id: hostile,
  text: hostile,
  words,
  facts: fc.dictionary(hostile, hostile, { maxKeys: 30 }),
  /** How far the run has come, and how much there is of everything. */
  count: fc.integer({ min: 1, max: 5 }),
});
type Any = typeof any extends fc.Arbitrary<infer Value> ? Value : never;

const theStart = (any: Any): RunEvent =>
  started({
    plan: planOf(any.plan),
    cluster: any.cluster,
    target: any.name,
    requestedBy: { team: 'T0', id: any.id, name: any.name },
    verdict: aVerdict({ sentence: any.words }),
  });

const asks = ['approve', 'approve-or-skip', 'settle', 'stuck'] as const;
const theRest = (any: Any): readonly (readonly RunEvent[])[] => [
  [
    asked('step-0', {
      ask: asks[any.count % 4] ?? 'approve',
      options: answers.slice(0, any.count),
      line: any.text,
      people: 2,
      why: any.words,
      guards: Array(any.count * 4).fill({ name: any.name, ok: false, words: any.words }),
    }),
    { kind: 'noted', step: null, words: any.words },
    { kind: 'noted', step: 'step-0', words: any.words },
  ],
  [{ kind: 'voided', step: 'step-0', attempt: 1, differences: Array(any.count * 5).fill(any.words) }],
  [began('step-0'), ended('step-0', { tail: any.text, why: any.name, end: 'killed' })],
  [settled('step-0', { words: any.words, facts: any.facts })],
  [
    finished({
      words: any.words,
      facts: Object.fromEntries(Object.entries(any.facts).map(([name, value]) => [name, same(value)])),
    }),
  ],
];

const locales = fc.constantFrom('en' as const, 'ko' as const);

describe('whatever tools and people write, Slack takes the card', () => {
  test('of a run, and however little room there is no step and no asked button is left out', () => {
    fc.assert(
      fc.property(any, locales, (any, locale) => {
        const run = aRun(theStart(any), ...theRest(any).slice(0, any.count).flat());
        const drawn = drawRun(run, { run: run.id, step: 'step-0', text: any.text, lines: 1 }, locale);
        for (const message of drawn) holds(message);
        expect(new Set(drawn.map(message => message.key)).size).toBe(drawn.length);
        const folded = drawn[0]?.blocks.find(block => block.type === 'container');
        const parts = folded?.type === 'container' ? folded.child_blocks : [];
        expect(
          parts.some(each => each.type === 'rich_text' && each.elements.length === any.plan.length),
        ).toBe(true);
        const asking = drawn.find(message => message.key === 'step/step-0');
        if (any.count === 1) expect(buttonsOf(asking?.blocks)).toHaveLength(any.count);
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  test('of a reading of a cluster, of the watch, and the small ones', () => {
    const parts = fc.record({
      masters: fc.integer({ min: 0, max: 12 }),
      text: hostile,
      words,
      many: fc.integer({ min: 0, max: 60 }),
    });
    fc.assert(
      fc.property(parts, locales, (any, locale) => {
        const base = aCluster();
        const master = base.masters[0];
        if (!master) throw new Error('the cluster in the box has masters');
        const masters = Array.from({ length: any.masters }, (_, index) => ({
          ...master,
          instance: `${any.text}/${index}`,
          az: any.text,
          ip: any.text,
          cid: any.text,
          processState: any.text,
          monit: Array.from({ length: any.many }, () => ({ name: any.text, state: any.text })),
          unread: Array.from({ length: any.many % 7 }, () => ({ what: any.text, why: any.text })),
        }));
        const seen = aCluster({
          cluster: any.text,
          masters,
          at: any.text,
          unread: [{ what: any.text, why: any.text, words: any.words }],
        });
        const verdict = aVerdict({
          sentence: any.words,
          evidence: Array(any.many).fill(any.words),
          warnings: Array(any.many).fill(any.words),
          refused: any.many % 2 ? any.words : null,
        });
        const sight = looked({ seen, verdict });
        const plan = Array.from({ length: any.many % 25 }, (_, index) =>
          aStep(`s${index}`, { title: any.words }),
        );
        holds(statusCard(sight, plan, locale));
        holds(watchCard(sight, 'healthy', locale));
        holds(refusal({ ok: false, words: any.words, run: any.text }, locale));
        holds(
          doctorCard(
            Array.from({ length: any.many }, () => ({ tool: any.text, version: any.text, words: any.words })),
            locale,
          ),
        );
        holds(help(any.text, locale));
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  test('of lists of runs', () => {
    const run = aRun();
    for (const locale of ['en', 'ko'] as const) {
      holds(runsList([], locale, 'C0INCIDENT42'));
      holds(runsList(Array(40).fill(run), locale, 'C0INCIDENT42'));
      holds(runShown(run, locale));
    }
  });
});
