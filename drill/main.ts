import { startBot } from '../src/app/bot.ts';
import { readConfig } from '../src/config.ts';
import { playAuto } from './auto.ts';
import { type Box, openBox } from './box.ts';
import { faults } from './foundation/faults/index.ts';
import { drillTimings } from './foundation/machine.ts';
import { type DrillOptions, OptionTrouble, readOptions, usage } from './options.ts';
import { wentRight } from './report.ts';

const note = (line: string) => console.error(line);

const banner = ({ foundation }: Box, { etcd }: DrillOptions): string => {
  const { etcdKind, aptLine } = foundation.machines;
  const why = etcd === 'modelled' ? 'as asked for' : `no etcd found; for real ones: ${aptLine}`;
  const members =
    etcdKind === 'real' ? 'three real etcd members on loopback' : `modelled etcd members (${why})`;
  return `Drill: ${members}. Type /pks etcd-status, then /pks recover.`;
};

const atTheEnd = (stop: () => Promise<void>) => {
  let stopping: Promise<void> | null = null;
  const once = () => (stopping ??= stop());
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => void once().finally(() => process.exit(0)));
  return once;
};

const play = async (options: DrillOptions): Promise<void> => {
  note('Building a foundation in a box…');
  // A look at the cluster is a dozen commands at once: as Node programs they would take the cores from etcd itself.
  const box = await openBox(options, drillTimings, { quickTools: true });
  const bot = await startBot(readConfig(box.env), options.json ? () => {} : line => note(line));
  // As src/main.ts: the socket's library throws where nobody can catch it while Slack is away.
  process.on('unhandledRejection', reason => {
    if (bot.survives(reason)) return;
    note(String(reason));
    process.exit(1);
  });
  const stop = atTheEnd(async () => {
    await bot.stop();
    await box.stop();
  });
  box.workspace.setBanner(banner(box, options));
  if (options.auto) {
    const done = await playAuto(options, box, bot);
    await stop();
    console.log(JSON.stringify(done, null, options.json ? undefined : 2));
    process.exit(wentRight(done, options.fault) ? 0 : 1);
  }
  const injected = await faults[options.fault].inject(box.foundation.machines);
  note(`${faults[options.fault].what}. Shown by: ${injected.shownBy}`);
  console.log(`\n  ${box.workspace.url}\n`);
};

const options = (() => {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    note(
      error instanceof OptionTrouble
        ? error.message
        : `${error instanceof Error ? error.message : String(error)}\n\n${usage}`,
    );
    process.exit(1);
  }
})();
if (options === 'help') console.log(usage);
else
  await play(options).catch(error => {
    note(error instanceof Error ? error.message : String(error));
    process.exit(1);
  });
