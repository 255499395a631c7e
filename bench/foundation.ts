import { execFile } from 'node:child_process';
import { cpus } from 'node:os';
import { promisify } from 'node:util';
import { statusCost } from './status-cost.ts';
import { costADay, faults, timeToNotice } from './time-to-notice.ts';
import { at, round } from './times.ts';

const run = promisify(execFile);
const rounds = 2;
const sizes = [1, 10, 100, 1_000];
/** Of a thousand clusters a rogue is waited for by days: only what is asked in rotation is played there. */
const noticed = (fault: (typeof faults)[number], clusters: number, hangs: boolean) => {
  const runs = Math.max(5, Math.min(100, Math.floor(2_000 / clusters)));
  const seconds = Array.from({ length: runs }, (_, nth) =>
    timeToNotice(fault, clusters, 120_000 + ((nth * 73_331) % 900_000), (nth * 37) % clusters, hangs),
  ).toSorted((a, b) => a - b);
  const what = `${fault} noticed, of ${clusters}${hangs ? ', one of them hanging' : ''}`;
  return { what, p50: at(seconds, 0.5), p99: at(seconds, 0.99), rounds: runs };
};

/** One whole drill in a box of its own, at a tenth of a real Director's times. Its peer: a plain script of the same command
 *  lines, with the same hold. */
const drilled = async (route: 'gentle' | 'original') => {
  const words = ['--auto', '--json', '--fault', 'raft-log-lost', '--route', route, '--director', 'slow=10'];
  const { stdout } = await run(process.execPath, ['drill/main.ts', ...words], { maxBuffer: 1e8 });
  return JSON.parse(stdout.slice(stdout.indexOf('{')));
};
type Drilled = Awaited<ReturnType<typeof drilled>>;

const mean = (all: readonly number[]): number => round(all.reduce((sum, each) => sum + each, 0) / all.length);
const rowOf = (route: string, played: readonly Drilled[]) => {
  const of = (key: string) => mean(played.map(each => each[key]));
  const peer = round(of('commandSeconds') + of('holdSeconds'));
  return {
    what: `${route}, slow=10`,
    healed: played.filter(({ outcome, lostWrites }) => outcome === 'healed' && lostWrites === 0).length,
    rounds: played.length,
    seconds: of('seconds'),
    peer,
    overPeer: round(of('seconds') / peer),
    own: of('ownSeconds'),
    ownInOutage: route === 'original' ? of('outageOwnSeconds') : undefined,
    tasks: of('directorTasks'),
    logins: of('logins'),
  };
};

/** What a foundation is asked for: by a status and by a recovery of each route beside their peers, in turns, and by the watch,
 *  whose timetable is played with a real foundation's times. */
export const benchFoundation = async (say: (line: string) => void) => {
  const status: Awaited<ReturnType<typeof statusCost>>[] = [];
  const [gentle, original]: [Drilled[], Drilled[]] = [[], []];
  for (let nth = 1; nth <= rounds; nth++) {
    say(`round ${nth} of ${rounds}: status`);
    status.push(await statusCost(3));
    say(`round ${nth} of ${rounds}: gentle`);
    gentle.push(await drilled('gentle'));
    say(`round ${nth} of ${rounds}: original`);
    original.push(await drilled('original'));
  }
  const machine = {
    what: 'machine',
    name: `${cpus().length} x ${cpus()[0]?.model ?? '?'}, Node ${process.version}`,
  };
  const watch = sizes.flatMap(clusters => {
    say(`the watch of ${clusters} clusters`);
    const played = faults.filter(fault => clusters <= 100 || fault === 'killed etcd');
    return [
      ...played.map(fault => noticed(fault, clusters, false)),
      ...(clusters === 10 || clusters === 100 ? [noticed('killed etcd', clusters, true)] : []),
      { what: `a day, of ${clusters}`, ...costADay(clusters) },
    ];
  });
  return [[machine, ...status, rowOf('gentle', gentle), rowOf('original', original), ...watch]];
};
