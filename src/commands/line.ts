import type { Command } from '../model/command.ts';
import type { Instance } from '../model/instance.ts';
import { oneInstance } from './bosh.ts';
import { quoteArgv } from './quote.ts';
import { scriptText } from './scripts.ts';
import type { VmCommand } from './vm.ts';

/** What may be asked over a held line: readings, each a script of its own; acts are never (docs/evidence.md#a-held-line). */
const readings = ['probe', 'again', 'canary'];
const hold: VmCommand = [
  'sh',
  '-c',
  scriptText('hold'),
  'pks-hold',
  ...['ask', ...readings].flatMap(name => [name, scriptText(name)]),
];
const line = scriptText('line');
const longest = 3600;

/** A login to one master that stays open: it prints `folder PATH`, then `ready`, and ends with whoever asked for it. */
export const holdLine = (deployment: string, instance: Instance): Command => {
  const words = (text: string, lease: string): readonly [string, ...string[]] => [
    'sh',
    '-c',
    text,
    'pks-line',
    deployment,
    oneInstance(instance),
    lease,
  ];
  return {
    tool: 'sh',
    argv: words(line, quoteArgv(hold)),
    shown: words(`<pks-line: ${line.split('\n').length} lines>`, '<pks-hold>'),
    effect: 'reads',
    deadlineSeconds: longest,
  };
};

/** A reading over the line in that folder; null: this one needs a login of its own. The folder's socket alone decides which VM
 *  it goes to; where that is gone nothing is dialled. */
export const overLine = (folder: string, command: VmCommand, deadlineSeconds: number): Command | null => {
  const [, , , , name = '', ...args] = command;
  const asked = name.replace(/^pks-/, '');
  if (name === asked || !readings.includes(asked)) return null;
  const options = ['ControlMaster=no', 'BatchMode=yes', 'ProxyCommand=false', `ControlPath=${folder}/s`];
  return {
    tool: 'sh',
    argv: [
      'ssh',
      '-F',
      'none',
      ...options.map(option => `-o${option}`),
      'line',
      quoteArgv(['sh', '.pks-line/ask', asked, ...args]),
    ],
    effect: 'reads',
    deadlineSeconds,
  };
};
