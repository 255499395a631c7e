import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { type Case, nameOf } from './cases.ts';
import type { Played } from './play-case.ts';

type Answer = { readonly id: number; readonly played?: Played; readonly trouble?: string };
type Order = { readonly id: number; readonly one: Case };

const worker = join(import.meta.dirname, 'worker.ts');

/** A case whose box could not even be built is no success of anybody. */
const unplayed = (one: Case, trouble: string): Played => ({
  case: one,
  outcome: 'wrong',
  why: [`it could not be played: ${trouble}`],
  sentences: [],
  happened: null,
  seconds: 0,
});

/** One case in one process; the process's end is an answer too. */
const ask = (child: ChildProcess, order: Order): Promise<Played> =>
  new Promise(resolve => {
    const done = (played: Played) => {
      child.off('message', heard);
      child.off('exit', ended);
      resolve(played);
    };
    const heard = (answer: Answer) => {
      if (answer.id !== order.id) return;
      done(answer.played ?? unplayed(order.one, answer.trouble ?? 'no answer'));
    };
    const ended = () => done(unplayed(order.one, 'its process ended'));
    child.on('message', heard);
    child.once('exit', ended);
    if (child.exitCode === null && child.connected) child.send(order);
    else ended();
  });

/** `processes` processes with `atOnce` boxes each, in the order given; each answer is told as it comes. */
export const playAll = async (
  cases: readonly Case[],
  { processes, atOnce }: { readonly processes: number; readonly atOnce: number },
  tell: (played: Played) => void,
): Promise<readonly Played[]> => {
  const rest = cases.map((one, id): Order => ({ id, one }));
  const done: Played[] = [];
  const work = async (child: ChildProcess) => {
    for (let order = rest.shift(); order; order = rest.shift()) {
      const played = await ask(child, order);
      tell(played);
      done.push(played);
    }
  };
  const children = Array.from({ length: Math.min(processes, cases.length) }, () =>
    fork(worker, { execArgv: [...process.execArgv], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }),
  );
  try {
    await Promise.all(children.flatMap(child => Array.from({ length: atOnce }, () => work(child))));
  } finally {
    for (const child of children) child.disconnect();
  }
  if (done.length !== cases.length) throw new Error(`${done.length} of ${cases.length} cases were played`);
  return done.toSorted((a, b) => nameOf(a.case).localeCompare(nameOf(b.case)));
};
