import type { Command } from '../../src/model/command.ts';
import type { Case, FaultKind } from './cases.ts';

type Tool = Command['tool'];
type ByTool = { readonly any: RegExp } & Partial<Readonly<Record<Tool, RegExp>>>;

/** Which tool a step's command, or its look, is. */
export const toolOf = ({ step }: Pick<Case, 'step'>): Tool => {
  if (step.startsWith('power-')) return 'govc';
  if (step.startsWith('backup')) return 'bbr';
  return step === 'service-check' ? 'curl' : 'bosh';
};

/** What the world shows, in so many words; the sentence that every card ends with is not one. */
const readBack = 'Read back: (?!Look at)\\S.{8,}';
const cannotTell = 'can.?t be read|could not be read|No command can be made';
const or = (...words: readonly string[]): RegExp => new RegExp(words.join('|'), 's');

/** What the card of the step itself must say of each fault, where it parks there: the fault's own words, by tool. */
const expected: Readonly<Record<FaultKind, ByTool>> = {
  'not installed': { any: /was not found on the jump host's PATH .*: install it there or correct PATH/ },
  'exit 1 with nothing': {
    any: /It exited 1\.|printed nothing \(exit 1\)/,
    bbr: /It exited 1\..*bbr failed \(exit 1\)/s,
    curl: /It exited 1\..*does not answer: curl printed no reason/s,
  },
  hangs: { any: /did not end within \d+ s, so it was killed|gave no end within \d+ s and was stopped/ },
  killed: {
    any: /was ended by SIGKILL|was killed on the jump host/,
    bbr: /was ended by SIGKILL.*run `bbr … cleanup`/s,
  },
  'half output': { any: or('printed something other than', 'printed nothing', readBack) },
  rubbish: {
    any: or('printed something other than', '502 Bad Gateway', readBack),
    bbr: /printed something other than|502 Bad Gateway/,
  },
  'lost answer': { any: or('It exited 1\\.', 'The Director (has|had|ended|shows)', readBack) },
  'lock held': {
    any: /\d+ tasks? (?:is|are) at work|task \d+ .*(wait for it|cancel it)|lock is held|is locked by|a task runs/s,
  },
  '401': {
    any: /\(401\)|'401'/,
    govc: /vCenter refuses the login/,
    bbr: /bbr failed \(exit 1\).*401/s,
    curl: /401/,
  },
  'login keeps failing': {
    any: /vCenter refuses the login .*because accounts lock/s,
  },
  'ssh drop before': {
    any: /Nothing ran: .*(refused the connection|did not (answer|speak)|took the call).*nothing was run|jump host/s,
  },
  'ssh drop during': { any: or('connection', 'nobody can tell', 'It exited', 'was ended by', readBack) },
  'ssh drop after': { any: or('connection', 'nobody can tell', 'It exited', 'was ended by', readBack) },
  'wrong CID': {
    any: or(
      'is the VM of',
      '(name|address) \\S+ is not',
      'no VM named',
      'two (instances|masters)',
      'CID',
      cannotTell,
      readBack,
    ),
  },
  'VM gone': {
    any: or(
      'could not be looked at',
      'no VM',
      'is off',
      'answers nothing',
      'healthy',
      'It exited',
      'VM',
      cannotTell,
      readBack,
    ),
  },
};

/** What a later step says of it: something that was read, never only what to do next. */
const consequence = or(
  readBack,
  'the verdict is \\S',
  'stays off',
  '(?:is|are) at work',
  'lock',
  'healthy',
  'refuses the login',
  'nobody can tell',
  'no VM',
  'revision',
  cannotTell,
  'Nothing ran: ',
);

/** The sentences of a parked case that say too little: `here`, on the step's own cards, and `elsewhere`. */
export const mutedSentences = (
  one: Case,
  { here, elsewhere }: { readonly here: readonly string[]; readonly elsewhere: readonly string[] },
): readonly string[] => {
  const table = expected[one.fault];
  const wanted = table[toolOf(one)] ?? table.any;
  const muteHere = here.length > 0 && !here.some(sentence => wanted.test(sentence)) ? here : [];
  return [...muteHere, ...elsewhere.filter(sentence => !consequence.test(sentence))];
};
