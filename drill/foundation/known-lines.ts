import { holdLine } from '../../src/commands/line.ts';
import { quoteArgv } from '../../src/commands/quote.ts';
import * as vm from '../../src/commands/vm.ts';
import type { Effect } from './machine.ts';
import { shellWords } from './shell-line.ts';

/** One of the lines of src/commands/vm.ts, with what was filled in. */
export type KnownLine = {
  readonly kind: Kind;
  readonly line: string;
  readonly args: readonly string[];
  /** What the box counts when it worked; null for reads and canaries. */
  readonly effect: Effect['what'] | null;
};
export type Kind =
  | 'probe'
  | 'sample'
  | 'again'
  | 'hashkv'
  | 'move-leader'
  | 'member-remove'
  | 'member-add'
  | 'put'
  | 'get'
  | 'delete'
  | 'compact'
  | 'defrag'
  | 'disarm'
  | 'monit'
  | 'snapshot'
  | 'snapshot-offer'
  | 'snapshot-clear'
  | 'set-aside'
  | 'peer-url';

/** Stands in a template for a word, or a part of one, that varies. */
const hole = '4242424242';
type Template = {
  kind: Kind;
  words: readonly string[];
  holes: readonly RegExp[];
  effect: Effect['what'] | null;
};
const template = (
  kind: Kind,
  words: readonly string[],
  holes: readonly RegExp[] = [],
  effect: Effect['what'] | null = null,
): Template => ({ kind, words, holes, effect });

const hexId = /^[0-9a-f]{1,16}$/;
const run = /^[A-Za-z0-9_.-]+$/;
const path = /^\/var\/vcap\/(?!.*\.\.)[A-Za-z0-9_./-]+$/;
const suffix = /^[A-Za-z0-9_.-]+$/;
const seconds = /^\d+(\.\d+)?$/;
const url = /^https?:\/\/[a-z0-9.-]+:\d+$/;

/** The box's own way of asking for the hash at one revision (0: the newest). */
export const hashkv = (revision: number): vm.VmCommand => {
  const etcdctl = vm.canaryDelete('').slice(0, -2);
  return ['sudo', ...etcdctl.slice(1), 'endpoint', 'hashkv', `--rev=${revision}`, '-w', 'json'];
};

/** Made by the same functions that the bot uses, so that this list cannot drift from them. */
const templates: readonly Template[] = [
  template('probe', vm.probe()),
  template('sample', vm.probe({ seconds: Number(hole), remembered: Number(hole) }), [seconds, /^(\d+|-)$/]),
  template('again', vm.etcdAgain(Number(hole), [Number(hole)]), [seconds, /^(\d+( \d+)*)?$/]),
  template('hashkv', hashkv(Number(hole)), [/^\d+$/]),
  template('move-leader', vm.moveLeader(hole), [hexId], 'move-leader'),
  template('member-remove', vm.memberRemove(hole), [hexId], 'member-remove'),
  template('member-add', vm.memberAdd(hole, hole), [/^[0-9a-f-]{36}$/, url], 'member-add'),
  template('put', vm.canaryPut(hole, hole), [run, /^/]),
  template('get', vm.canaryGet(hole), [run]),
  template('delete', vm.canaryDelete(hole), [run]),
  template('compact', vm.compact(Number(hole)), [/^\d+$/], 'compact'),
  template('defrag', vm.defrag(Number(hole)), [/^\d+$/], 'defrag'),
  template('disarm', vm.disarm(), [], 'disarm'),
  ...(['start', 'stop', 'restart'] as const).map(verb => template('monit', vm.monit(verb), [], 'monit')),
  template('snapshot', vm.saveSnapshot(hole), [path], 'snapshot'),
  template('snapshot-offer', vm.snapshotOffer(hole), [path]),
  template('snapshot-clear', vm.snapshotClear(hole), [path]),
  template('set-aside', vm.setAside(hole), [suffix], 'set-aside'),
  template('peer-url', vm.peerUrl()),
];

const lease = holdLine('x', 'master/00000000-0000-4000-8000-000000000000').argv.at(-1);
export const isHold = (line: string): boolean => line === lease;

/** What a line over a held login asks for, as the line that a login of its own would run; null: it is none of those. */
export const askedOverLine = (line: string): string | null => {
  const [shell, script, name, ...args] = shellWords(line) ?? [];
  if (shell !== 'sh' || script !== '.pks-line/ask') return null;
  const [first = '', second = ''] = args;
  const asked: Readonly<Record<string, () => vm.VmCommand>> = {
    probe: () => {
      const remembered = second === '-' ? null : Number(second);
      return args.length === 0 ? vm.probe() : vm.probe({ seconds: Number(first), remembered });
    },
    again: () => vm.etcdAgain(Number(first), second.split(' ').filter(Boolean).map(Number)),
    canary: () => vm.canaryGet(first),
  };
  const command = asked[name ?? '']?.();
  return command ? quoteArgv(command) : null;
};

/** What fills the template's holes, in order; null where the words are not the template's. */
const fillings = (words: readonly string[], wanted: Template): readonly string[] | null => {
  if (words.length !== wanted.words.length) return null;
  const found: string[] = [];
  for (const [at, pattern] of wanted.words.entries()) {
    const word = words[at] ?? '';
    const cut = pattern.indexOf(hole);
    if (cut < 0 && word !== pattern) return null;
    if (cut < 0) continue;
    const [before, after] = [pattern.slice(0, cut), pattern.slice(cut + hole.length)];
    if (word.length < before.length + after.length) return null;
    if (!word.startsWith(before) || !word.endsWith(after)) return null;
    found.push(word.slice(before.length, word.length - after.length));
  }
  return wanted.holes.every((allowed, at) => allowed.test(found[at] ?? '')) ? found : null;
};

/** Exactly the lines of src/commands/vm.ts; null for any other. */
export const recognise = (line: string): KnownLine | null => {
  const words = shellWords(line);
  if (!words) return null;
  for (const wanted of templates) {
    const args = fillings(words, wanted);
    if (!args) continue;
    const verb = wanted.kind === 'monit' ? words.slice(2, 3) : [];
    return { kind: wanted.kind, line, args: [...verb, ...args], effect: wanted.effect };
  }
  return null;
};
