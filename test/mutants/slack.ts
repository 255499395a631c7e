import type { Mutant } from './mutant.ts';

const cases = ['test/handlers/slack-cases.test.ts'];
const plain = ['test/adapters/slack/plainer.test.ts'];

/** Between the bot and Slack. */
export const slackMutants: readonly Mutant[] = [
  {
    name: 'a plainer drawing loses the buttons of a container',
    file: 'src/adapters/slack/plainer.ts',
    find: ": controls(listed(field(block, 'child_blocks'))),",
    put: ': [],',
    tests: plain,
  },
  {
    name: 'what a machine printed is not escaped in the plainer drawing',
    file: 'src/adapters/slack/plainer.ts',
    find: "text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');",
    put: 'text;',
    tests: plain,
  },
  {
    name: 'a workspace that refuses newer blocks is asked with them each time',
    file: 'src/adapters/slack/drawings.ts',
    find: 'workspace = 1;',
    put: '',
    tests: plain,
  },
  {
    name: 'a channel that Slack does not speak of counts as nobody else’s',
    file: 'src/adapters/slack/places.ts',
    find: 'whyNotServed: id => sharedOf(id).then(is => (is ? sharedHere : null), unasked),',
    put: 'whyNotServed: id => sharedOf(id).then(is => (is ? sharedHere : null), () => null),',
    tests: cases,
    only: 'F0',
  },
  {
    name: 'a rejection with undefined ends the bot',
    file: 'src/app/connect-slack.ts',
    find: 'if (error === undefined) return true;',
    put: '',
    tests: ['test/adapters/slack/cases.test.ts'],
    only: 'F6: what the SDK rejects with',
  },
  {
    name: 'a dead token is tried for ever',
    file: 'src/app/socket-watch.ts',
    find: "if (slackTroubleOf(error).is === 'blocked') return true;",
    put: '',
    tests: ['test/adapters/slack/cases.test.ts'],
    only: 'a dead token',
  },
  {
    name: 'a run starts in a direct message',
    file: 'src/adapters/slack/places.ts',
    find: 'if (isDirect(id)) return directWords;',
    put: 'if (isDirect(id)) return null;',
    tests: cases,
    only: 'F4',
  },
  {
    name: 'the requester counts among the approvers of a private channel',
    file: 'src/adapters/slack/places.ts',
    find: ' && each !== by.id).length',
    put: ').length',
    tests: ['test/adapters/slack/places.test.ts'],
  },
  {
    name: 'a private channel’s run is listed everywhere',
    file: 'src/runs/hidden.ts',
    find: 'run.started.private === true &&',
    put: 'false &&',
    tests: ['test/runs/hidden.test.ts'],
  },
  {
    name: 'a typed code is taken from whoever has it',
    file: 'src/approvals/typed-code.ts',
    find: ', answer, by.id, ...more]))',
    put: ', answer, ...more]))',
    tests: ['test/approvals/typed-code.test.ts'],
  },
  {
    name: 'a typed answer is taken without its code',
    file: 'src/desk/typed-answer.ts',
    find: 'if (typed === codesOf(run, click).last && (more.reason || !needsReason)) return give(click);',
    put: 'if (typed) return give(click);',
    tests: ['test/handlers/surfaces.test.ts'],
    only: 'another person’s code',
  },
  {
    name: 'a status that Slack puts off is not tried again',
    file: 'src/adapters/slack/living.ts',
    find: "if (trouble.is === 'wait') return trouble.ms;",
    put: "if (trouble.is === 'wait') return null;",
    tests: cases,
    only: 'F3: who cannot be told by response_url',
  },
  {
    name: 'a response_url that never answers is waited for',
    file: 'src/adapters/slack/mail.ts',
    find: 'const respondMs = 4_000;',
    put: 'const respondMs = 400_000;',
    tests: cases,
    only: 'F3b',
  },
  {
    name: 'nobody is told by direct message',
    file: 'src/adapters/slack/mail.ts',
    find: '[here, direct]',
    put: '[here]',
    tests: cases,
    only: 'direct message',
  },
];
