import type { Journal } from '../../src/ports/journal.ts';
import type { JumpHost } from '../../src/ports/jump-host.ts';
import type { Write } from '../../src/ports/run-log.ts';
import type { RunEvent } from '../../src/runs/events.ts';

/** Tells the sweep where this process is and waits until it may go on. A process that is killed there never does. */
export type At = (point: string) => Promise<void>;

/** What people are asked and answer only after something went wrong at the step: another death, a killed command. */
export const isForHelp = (event: RunEvent): boolean =>
  event.kind === 'asked'
    ? event.ask === 'stuck' || event.ask === 'settle'
    : event.kind === 'answered' && (event.answer === 'again' || event.answer === 'happened');

const stepOf = (event: RunEvent): string => {
  const what = isForHelp(event) ? `${event.kind} for help` : event.kind;
  return 'step' in event && event.step !== null ? `${what} ${event.step}` : what;
};
const nameOf = ({ events, then }: Write<RunEvent>): string =>
  events.length > 0 ? events.map(stepOf).join(' + ') : (then ?? 'nothing');

/** A claim is run.step.seq. */
const stepOfClaim = (claim: string): string => claim.split('.')[1] ?? claim;

/** The journal with a stop before and after everything that changes it. */
export const stoppingJournal = (journal: Journal<RunEvent>, at: At): Journal<RunEvent> => ({
  ...journal,
  open: (run, first) => between(at, 'open', () => journal.open(run, first)),
  write: what => between(at, nameOf(what), () => journal.write(what)),
  claim: async run => {
    const lease = await journal.claim(run);
    if (lease) await at(`claimed ${run}`);
    return lease;
  },
  renew: lease => between(at, 'renew', () => journal.renew(lease)),
  release: lease => between(at, 'release', () => journal.release(lease)),
  tend: run => between(at, 'tend', () => journal.tend(run)),
  keepTending: tending => between(at, 'keep tending', () => journal.keepTending(tending)),
  savePosted: (posted, tending) => between(at, 'posted', () => journal.savePosted(posted, tending)),
  shown: (tending, seq) => between(at, 'shown', () => journal.shown(tending, seq)),
  stopTending: tending => between(at, 'stop tending', () => journal.stopTending(tending)),
  remember: (key, value) => between(at, 'remember', () => journal.remember(key, value)),
  rememberTogether: what => between(at, 'remember together', () => journal.rememberTogether(what)),
  swap: (key, from, to) => between(at, 'swap', () => journal.swap(key, from, to)),
  forget: key => between(at, 'forget', () => journal.forget(key)),
  noteInLedger: event => between(at, 'ledger', () => journal.noteInLedger(event)),
  deleteFinishedBefore: (...which) => between(at, 'delete', () => journal.deleteFinishedBefore(...which)),
  lower: what => between(at, 'lower', () => journal.lower(what)),
});

const between = async <T>(at: At, name: string, act: () => Promise<T>): Promise<T> => {
  await at(`before ${name}`);
  const answer = await act();
  await at(`after ${name}`);
  return answer;
};

/** Long enough for a command to be under way, short enough for most not to have ended. */
const intoItMs = 60;

/** The jump host with a stop before and after everything that concerns a claim, and in the middle of its command, whoever
 *  follows it. Looks and burns are only as long as the machine is slow: nothing is in their middle. */
export const stoppingJumpHost = (host: JumpHost, at: At): JumpHost => {
  const around = <T>(verb: string, claim: string, act: () => Promise<T>): Promise<T> =>
    between(at, `${verb} ${stepOfClaim(claim)}`, act);
  const inTheMiddle = async <T>(verb: string, claim: string, act: () => Promise<T>): Promise<T> => {
    const midway = setTimeout(() => void at(`during ${verb} ${stepOfClaim(claim)} ${claim}`), intoItMs);
    return act().finally(() => clearTimeout(midway));
  };
  return {
    ...host,
    run: (command, options = {}) =>
      options.claim === undefined
        ? host.run(command, options)
        : around('run', options.claim, () =>
            inTheMiddle('run', options.claim ?? '', () => host.run(command, options)),
          ),
    adopt: (command, claim, options) =>
      around('adopt', claim, () => inTheMiddle('adopt', claim, () => host.adopt(command, claim, options))),
    look: (command, claim) => around('look', claim, () => host.look(command, claim)),
    burn: (command, claim) => around('burn', claim, () => host.burn(command, claim)),
    clear: host.clear,
  };
};
