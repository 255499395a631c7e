import type { Mutant } from './mutant.ts';

/** Of who is asked, called and counted. */
export const peopleMutants: readonly Mutant[] = [
  {
    name: 'a call that was made is made again after a restart',
    file: 'src/approvals/calling.ts',
    find: 'return n > made ?',
    put: 'return n > 0 ?',
    tests: ['test/approvals/calling.test.ts'],
  },
  {
    name: 'the requester is called to approve their own run',
    file: 'src/approvals/whom.ts',
    find: 'id !== requestedBy.id',
    put: 'true',
    tests: ['test/approvals/whom.test.ts'],
  },
  {
    name: 'an ask edits the message that stands there, of which Slack tells nobody',
    file: 'src/runs/step-run.ts',
    find: 'const card = before.cards + 1;',
    put: 'const card = Math.max(1, before.cards);',
    tests: ['test/messages/draw-run.test.ts'],
  },
  {
    name: 'a page is not resolved when somebody answers',
    file: 'src/engine/paging.ts',
    find: "if (kept.is === 'told') return waits ? undefined : tell(key, kept, waits, now);",
    put: "if (kept.is === 'told') return;",
    tests: ['test/engine/paging.test.ts'],
  },
  {
    name: 'an ask that has expired can be approved',
    file: 'src/runs/next.ts',
    find: 'if (hasExpired(step)) return Number.POSITIVE_INFINITY;',
    put: '',
    tests: ['test/approvals/expiry.test.ts'],
  },
  {
    name: 'an ask expires while the run itself keeps members down',
    file: 'src/approvals/expiry.ts',
    find: 'if (!step?.asked || step.asked.ownOutage) return null;',
    put: 'if (!step?.asked) return null;',
    tests: ['test/approvals/expiry.test.ts'],
  },
  {
    name: 'a click counts that comes between the hour and the timer',
    file: 'src/desk/answer.ts',
    find: 'if (await isOver(engine, run)) continue;',
    put: '',
    tests: ['test/engine/timekeeper.test.ts'],
  },
  {
    name: 'an outage of the run’s own is forgotten when nothing can be read',
    file: 'src/approvals/ask.ts',
    find: 'return began && before.length > 0 && (healthy === null || healthy < Math.max(...before));',
    put: 'return false;',
    tests: ['test/approvals/ask.test.ts'],
  },
  {
    name: 'a plan starts that too few can answer',
    file: 'src/approvals/who-can.ts',
    find: 'if (names.length >= wanted) return null;',
    put: 'if (names.length > 0) return null;',
    tests: ['test/approvals/who-can.test.ts'],
  },
  {
    name: 'the requester is counted among those who can answer',
    file: 'src/adapters/slack/people.ts',
    find: 'if (id === but.id || names.length >= wanted) continue;',
    put: 'if (names.length >= wanted) continue;',
    tests: ['test/adapters/slack/people.test.ts'],
  },
  {
    name: 'a pattern of another cluster gives its approvers',
    file: 'src/approvals/for-cluster.ts',
    find: '`^${pattern',
    put: '`${pattern',
    tests: ['test/approvals/who-can.test.ts'],
  },
];
