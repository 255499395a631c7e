// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of source files.
import type { Mutant } from './mutant.ts';

const fence = ['test/adapters/jump-host/fence.test.ts', 'test/adapters/jump-host/fence-ends.test.ts'];

/** Of the fence on the jump host, and of what is sent there. */
export const jumpHostMutants: readonly Mutant[] = [
  {
    name: 'the jump host of a bot that only reads starts what changes something',
    file: 'src/adapters/jump-host/only-reads.ts',
    find: "command.effect === 'reads' ? jumpHost.run(command, options) : refused(command)",
    put: 'command.byTask ? refused(command) : jumpHost.run(command, options)',
    tests: ['test/adapters/jump-host/only-reads.test.ts'],
  },
  {
    name: 'utils.sh is asked as if it had functions',
    file: 'src/commands/scripts/peer-url.sh',
    find: 'utils.sh && printf',
    put: 'utils.sh && etcd_peer_address; :',
    tests: ['test/drill/foundation/utils-sh.test.ts'],
  },
  {
    name: 'a # inside of a word opens a comment of a VM script',
    file: 'src/commands/stripped.ts',
    find: "if (stand.word && text[at] === '#')",
    put: "if (text[at] === '#')",
    tests: ['test/commands/stripped.test.ts'],
  },
  {
    name: 'lines of a here-document in a VM script are taken for comments',
    file: 'src/commands/stripped.ts',
    find: 'waiting.forEach(document);',
    put: '',
    tests: ['test/commands/stripped.test.ts'],
  },
  {
    name: 'a script that cannot be followed loses what looks like a comment',
    file: 'src/commands/stripped.ts',
    find: 'if (error instanceof Unfollowed) return script;',
    put: "if (error instanceof Unfollowed) return script.replaceAll(/^#.*\\n/gm, '');",
    tests: ['test/commands/stripped.test.ts'],
  },
  {
    name: 'the fence lets a claim be taken twice',
    file: 'src/adapters/jump-host/fence.sh',
    find: 'ln -s "$$:$start:$boot" "claims/$1" 2>/dev/null && return',
    put: 'ln -sfn "$$:$start:$boot" "claims/$1" 2>/dev/null && return',
    tests: fence,
  },
  {
    name: 'burning a claim leaves it free',
    file: 'src/adapters/jump-host/fence.sh',
    find: `  ln -s burnt "claims/$1" 2>/dev/null && flush claims
  look "$1"`,
    put: '  look "$1"',
    tests: fence,
  },
  {
    name: 'a command that left no exit code counts as never started',
    file: 'src/adapters/jump-host/fence.sh',
    find: '  state=unknown\n',
    put: '  state=never-started\n',
    tests: fence,
  },
  {
    name: 'a name behind two machines: the start does not ask where it is',
    file: 'src/adapters/jump-host/fence.sh',
    find: '[ "$place" = "$1" ]',
    put: 'true',
    tests: ['test/adapters/jump-host/fence-place.test.ts'],
  },
  {
    name: 'a changed folder: it is given the identity that is expected of it',
    file: 'src/adapters/jump-host/fence.sh',
    find: '  place_of\n  [ "$place"',
    put: '  place "${1%% *}" >/dev/null\n  [ "$place"',
    tests: ['test/adapters/jump-host/fence-place.test.ts'],
  },
  {
    name: 'an identity is given again and again',
    file: 'src/adapters/jump-host/fence.sh',
    find: 'ln -s "$1" identity 2>/dev/null && flush .',
    put: 'ln -sfn "$1" identity 2>/dev/null && flush .',
    tests: ['test/adapters/jump-host/fence-place.test.ts'],
  },
  {
    name: 'a fence that does not answer any more proves that nothing ran',
    file: 'src/adapters/jump-host/come-back.ts',
    find: "carried.end === 'done' && watch.answer() !== null",
    put: "carried.end === 'done'",
    tests: ['test/adapters/jump-host/fence-drops.test.ts'],
  },
  {
    name: 'a claim that was burnt elsewhere proves that nothing ran',
    file: 'src/adapters/jump-host/watch.ts',
    find: "    case 'burnt':\n    case 'never-started':",
    put: "    case 'burnt':\n      return notStarted(refusal(command, 'burnt', host.path));\n    case 'never-started':",
    tests: ['test/adapters/jump-host/fence-drops.test.ts'],
  },
  {
    name: 'raw output stays on the jump host',
    file: 'src/adapters/jump-host/fence.sh',
    find: 'empty "runs/$1/out" && empty "runs/$1/err"; }',
    put: ':; }',
    tests: ['test/adapters/jump-host/fence-clear.test.ts'],
  },
];
