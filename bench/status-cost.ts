import { openBox } from '../drill/box.ts';
import { deploymentName, drillTimings } from '../drill/foundation/machine.ts';
import { readOptions } from '../drill/options.ts';
import { startBot } from '../src/app/bot.ts';
import { bosh } from '../src/commands/bosh.ts';
import { readConfig } from '../src/config.ts';
import { at, msOf, round } from './times.ts';

/** `/pks etcd-status` of a healthy cluster and its peer, one login to all masters that asks nothing, in turns, with a real
 *  foundation's times. In seconds. */
export const statusCost = async (times: number) => {
  const options = readOptions(['--auto', '--director', 'slow']);
  if (options === 'help') throw new Error('these options are no question');
  const box = await openBox(options, drillTimings, { quickTools: true });
  const bot = await startBot(readConfig(box.env), () => {});
  const { observer, jumpHost } = bot.engine;
  const which = { cluster: 'dev-1', deployment: deploymentName };
  const [status, login]: [number[], number[]] = [[], []];
  try {
    await observer.look(which); // the first ever does not know yet whom to ask
    for (let nth = 0; nth < times; nth++) {
      status.push(await msOf(() => observer.look(which, { needs: ['director', 'hash'] })));
      login.push(await msOf(() => jumpHost.run(bosh(deploymentName).sshMasters(['true'], 60))));
    }
  } finally {
    await bot.stop();
    await box.stop();
  }
  const [own, peer] = [status, login].map(
    each =>
      at(
        each.toSorted((a, b) => a - b),
        0.5,
      ) / 1000,
  ) as [number, number]; // two lists
  return {
    what: 'status, healthy',
    seconds: round(own),
    peer: round(peer),
    overPeer: round(own / peer),
    rounds: times,
  };
};
