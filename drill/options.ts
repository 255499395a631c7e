import { parseArgs } from 'node:util';
import { cureNames } from '../src/cluster/verdict-types.ts';
import { type Costs, realCosts, timesFaster } from './foundation/costs.ts';
import { type FaultName, faultNames } from './foundation/faults/index.ts';

const routes = ['gentle', 'original', ...cureNames] as const;

export type DrillOptions = {
  readonly fault: FaultName;
  /** As typed after --route: gentle, original or a cure's name; null takes the proposed one. */
  readonly route: string | null;
  readonly auto: boolean;
  readonly json: boolean;
  readonly etcd: 'real' | 'modelled' | 'auto';
  readonly etcdBin: string | null;
  readonly holdSeconds: number;
  readonly port: number;
  /** Failed restarts after which monit un-monitors etcd; 0: never. */
  readonly monitGivesUpAfter: number;
  readonly auth: 'basic' | 'uaa';
  /** 'ssh': a real sshd on loopback with throw-away keys, reached as an ssh jump host is. */
  readonly jumpHost: 'local' | 'ssh';
  /** 'real': the programs of `npm run tools`, as far as they are there. */
  readonly tools: 'stand-in' | 'real';
  /** What the Director's and vCenter's commands cost; null: no more than the box needs. */
  readonly director: Costs | null;
  /** Slack is away for so many seconds in the middle of the run; 'whole': all of it, and people answer on the bot's host. */
  readonly slackDown: number | 'whole' | null;
  /** Of the bot's cards. */
  readonly language: 'en' | 'ko';
};

export class OptionTrouble extends Error {
  override readonly name = 'OptionTrouble';
}

export const usage = `npm run drill                     a broken cluster and a page that looks like Slack
npm run -s drill -- --auto --json   the same without a browser: two people click, one JSON document last

  --fault NAME     ${faultNames.join(' | ')}
  --route NAME     gentle | original | a cure's name (default: the proposed one)
  --etcd KIND      real | modelled | auto (default)
  --etcd-bin DIR   another etcd's binaries
  --hold SECONDS   how long the post-conditions hold before "healed" is said (default 10)
  --monit-gives-up N   monit un-monitors etcd after N failed starts (default: never)
  --director KIND  quick (default) | slow: bosh ssh takes 6 s, instances 4 s, other commands 1 s, govc 2 s, and three
                   workers do the tasks, as on a real foundation | slow=10: ten times faster than that
  --slack-down 30s Slack is away for so long in the middle of the run (with --auto) | whole: for all of it, and the people
                   answer by pks approve on the bot's host
  --lang LANG      of the cards: en (default) | ko
  --jump-host KIND local (default) | ssh: a real sshd on loopback is the jump host
  --tools KIND     stand-in (default) | real: govc with vcsim, and bosh, from npm run tools
  --auth KIND      the Director's: basic (default) | uaa
  --port N         of the page (default 4242, any free one when taken)
`;

const oneOf = <T extends string>(name: string, value: string, known: readonly T[]): T => {
  const found = known.find(k => k === value);
  if (found === undefined)
    throw new OptionTrouble(`--${name} ${value} is not known; it is one of: ${known.join(', ')}`);
  return found;
};
const number = (name: string, value: string): number => {
  const read = Number(value);
  if (!Number.isFinite(read) || read < 0) throw new OptionTrouble(`--${name} ${value} is not a number`);
  return read;
};

/** `slow` or `slow=TIMES`. */
const costsOf = (value: string): Costs | null => {
  if (value === 'quick') return null;
  const times = /^slow(?:=(\d+(?:\.\d+)?))?$/.exec(value);
  if (times === null || Number(times[1] ?? 1) === 0)
    throw new OptionTrouble(`--director ${value} is not known; it is one of: quick, slow, slow=10`);
  return timesFaster(realCosts, Number(times[1] ?? 1));
};

/** `30s`, `30` or `whole`. */
const slackDownOf = (value: string | undefined): number | 'whole' | null =>
  value === undefined || value === 'whole' ? (value ?? null) : number('slack-down', value.replace(/s$/, ''));

/** The drill's command line; an unknown option or value is a sentence, never a guess. */
export const readOptions = (args: readonly string[]): DrillOptions | 'help' => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      fault: { type: 'string', default: 'raft-log-lost' },
      route: { type: 'string' },
      auto: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      etcd: { type: 'string', default: 'auto' },
      'etcd-bin': { type: 'string' },
      hold: { type: 'string', default: '10' },
      port: { type: 'string', default: '4242' },
      'monit-gives-up': { type: 'string', default: '0' },
      auth: { type: 'string', default: 'basic' },
      'jump-host': { type: 'string', default: 'local' },
      tools: { type: 'string', default: 'stand-in' },
      director: { type: 'string', default: 'quick' },
      'slack-down': { type: 'string' },
      lang: { type: 'string', default: 'en' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  return {
    fault: oneOf('fault', values.fault, faultNames),
    route: values.route === undefined ? null : oneOf('route', values.route, routes),
    auto: values.auto,
    json: values.json,
    etcd: oneOf('etcd', values.etcd, ['real', 'modelled', 'auto']),
    etcdBin: values['etcd-bin'] ?? null,
    holdSeconds: number('hold', values.hold),
    port: number('port', values.port),
    monitGivesUpAfter: number('monit-gives-up', values['monit-gives-up']),
    director: costsOf(values.director),
    slackDown: slackDownOf(values['slack-down']),
    language: oneOf('lang', values.lang, ['en', 'ko']),
    auth: oneOf('auth', values.auth, ['basic', 'uaa']),
    jumpHost: oneOf('jump-host', values['jump-host'], ['local', 'ssh']),
    tools: oneOf('tools', values.tools, ['stand-in', 'real']),
  };
};
