import { execFileSync } from 'node:child_process';
import { costADay, faults, timeToNotice } from './time-to-notice.ts';
import { at } from './times.ts';

const sizes = [1, 10, 100, 1_000];
/** Of a thousand clusters a rogue is waited for by days: only what is asked in rotation is played there. */
const notice = (clusters: number) =>
  Object.fromEntries(
    faults
      .filter(fault => clusters <= 100 || fault === 'killed etcd')
      .flatMap(fault => {
        const runs = Math.max(5, Math.min(100, Math.floor(2_000 / clusters)));
        const seconds = Array.from({ length: runs }, (_, nth) =>
          timeToNotice(fault, clusters, 120_000 + ((nth * 73_331) % 900_000), (nth * 37) % clusters),
        ).toSorted((a, b) => a - b);
        return [
          [`${fault}, p50 s`, at(seconds, 0.5)],
          [`${fault}, p99 s`, at(seconds, 0.99)],
        ];
      }),
  );

/** One whole drill in a box of its own, at a tenth of a real Director's times; what it cost as the drill tells it. */
const drilled = (route: 'gentle' | 'original') => {
  const words = ['--auto', '--json', '--fault', 'raft-log-lost', '--route', route, '--director', 'slow=10'];
  const told = execFileSync(process.execPath, ['drill/main.ts', ...words], { encoding: 'utf8' });
  const report = JSON.parse(told.slice(told.indexOf('{')));
  const { outcome, lostWrites, seconds, ownSeconds, outageOwnSeconds, directorTasks, logins, looks } = report;
  return { route, outcome, lostWrites, seconds, ownSeconds, outageOwnSeconds, directorTasks, logins, looks };
};

/** What a foundation is asked for: by a recovery of each route, and by the watch, which is modelled with a real one's times. */
export const benchFoundation = (say: (line: string) => void) => {
  const recoveries = (['gentle', 'original'] as const).map(route => {
    say(`a drill: ${route}, --director slow=10`);
    return drilled(route);
  });
  const watch = sizes.map(clusters => {
    say(`the watch of ${clusters} clusters`);
    return { clusters, ...costADay(clusters), ...notice(clusters) };
  });
  return [recoveries, watch];
};
