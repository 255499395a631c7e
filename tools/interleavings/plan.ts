import fc from 'fast-check';
import type { Answer } from '../../src/model/click.ts';

/** Who requested, two who may approve, and somebody who may only stop things. */
export const actors = ['jihun', 'seoyeon', 'alice', 'bob'] as const;
export type Actor = (typeof actors)[number];

export type Move =
  /** `back`: 0 for what is asked now, 1 for the ask before it, … of any run. `twice`: Slack delivers it again. */
  | {
      readonly do: 'click';
      readonly by: Actor;
      readonly answer: Answer;
      readonly back: number;
      readonly twice: boolean;
    }
  | { readonly do: 'recover' | 'take over' | 'abort'; readonly by: Actor }
  /** Hours that nobody answers. */
  | { readonly do: 'wait'; readonly minutes: number };

/** What goes wrong with Slack, once, for some moves. */
export const slackFaults = [
  'says nothing of anybody',
  'loses the answer',
  'names nobody who could answer',
] as const;

export type Plan = {
  readonly first: readonly Move[];
  readonly second: readonly Move[];
  /** The process dies at this write, counted from its start. */
  readonly dies: { readonly at: number; readonly when: 'before' | 'after' };
  readonly slack: {
    readonly fault: (typeof slackFaults)[number];
    readonly from: number;
    readonly moves: number;
  };
};

const by = fc.constantFrom(...actors);
const answers = ['approve', 'approve', 'approve', 'approve', 'abort', 'again', 'skip'] as const;
const click = fc.record({
  do: fc.constant('click' as const),
  by,
  answer: fc.constantFrom<Answer>(...answers),
  back: fc.constantFrom(0, 0, 0, 1, 2),
  twice: fc.boolean(),
});
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 12, arbitrary: click },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('recover' as const, 'take over', 'abort'), by }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(1, 61) }) },
);
const moves = fc.array(move, { minLength: 4, maxLength: 10 });

/** At least three people, two runs one after the other, one restart and one fault of Slack's. */
export const plans: fc.Arbitrary<Plan> = fc
  .record({
    first: moves,
    second: moves,
    dies: fc.record({
      at: fc.integer({ min: 2, max: 30 }),
      when: fc.constantFrom('before' as const, 'after'),
    }),
    slack: fc.record({
      fault: fc.constantFrom(...slackFaults),
      from: fc.nat(12),
      moves: fc.integer({ min: 1, max: 3 }),
    }),
  })
  .filter(
    ({ first, second }) =>
      new Set([...first, ...second].flatMap(each => ('by' in each ? [each.by] : []))).size > 2,
  );
