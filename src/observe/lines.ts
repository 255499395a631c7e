import { holdLine, overLine } from '../commands/line.ts';
import type { VmCommand } from '../commands/vm.ts';
import type { Instance } from '../model/instance.ts';
import type { Clock } from '../ports/clock.ts';
import type { JumpHost } from '../ports/jump-host.ts';
import { lineSaid, type VmAnswer } from '../readings/bosh-ssh.ts';
import type { VmOfMaster } from './reach.ts';

/** A held line is a sudo user on a VM and a key on the jump host: it goes when nothing was asked over it for so long. */
const idleMs = 60_000;
/** Longer than a login takes on a busy Director. */
const readyMs = 30_000;

type World = { readonly jumpHost: Pick<JumpHost, 'run'>; readonly clock: Clock };
type Line = {
  readonly cid: string | null;
  /** null: this line can't be asked; a login of its own has to be made. */
  ask(command: VmCommand, seconds: number): Promise<VmAnswer | null>;
  /** Settles when bosh has taken its user off the VM. */
  close(): Promise<void>;
  /** It is open, or there was none to be had a moment ago: then none is tried for a while. */
  isCurrent(): boolean;
};

const openLine = ({ jumpHost, clock }: World, deployment: string, { instance, cid }: VmOfMaster): Line => {
  const ending = new AbortController();
  const folder = Promise.withResolvers<string | null>();
  let said = '';
  let open = true;
  let ready = false;
  let restsUntil = 0;
  let idle = new AbortController();
  const onOutput = (text: string) => {
    said += text;
    const [, path] = /^folder (\/\S+)$/m.exec(said) ?? [];
    if (path !== undefined && /^ready$/m.test(said)) {
      ready = true;
      folder.resolve(path);
    }
  };
  const held = jumpHost.run(holdLine(deployment, instance), { onOutput, signal: ending.signal });
  const gone = () => {
    open = false;
    if (!ready) restsUntil = clock.elapsed() + idleMs;
    idle.abort();
    folder.resolve(null);
  };
  const over = held.then(gone, gone);
  const close = () => {
    open = false;
    ending.abort();
    return over;
  };
  const later = (ms: number, signal: AbortSignal, act: () => unknown) =>
    void clock.sleep(ms, signal).then(
      () => signal.aborted || act(),
      () => {},
    );
  later(readyMs, idle.signal, () => folder.resolve(null));
  return {
    cid,
    ask: async (command, seconds) => {
      const path = await folder.promise;
      const asked = path === null || !open ? null : overLine(path, command, seconds);
      if (asked === null) return null;
      idle.abort();
      idle = new AbortController();
      const answer = lineSaid(await jumpHost.run(asked), instance);
      if (answer === null) void close();
      else later(idleMs, idle.signal, close);
      return answer;
    },
    close,
    isCurrent: () => open || clock.elapsed() < restsUntil,
  };
};

/** Held logins, one a master, of the runs that this process drives. Readings alone go over them. */
export const openLines = (world: World) => {
  const runs = new Map<string, Map<Instance, Line>>();
  const lineTo = (run: string, deployment: string, row: VmOfMaster): Line => {
    const lines = runs.get(run) ?? new Map<Instance, Line>();
    runs.set(run, lines);
    const before = lines.get(row.instance);
    if (before?.isCurrent() && before.cid === row.cid) return before;
    void before?.close();
    const line = openLine(world, deployment, row);
    lines.set(row.instance, line);
    return line;
  };
  return {
    lineTo,
    /** Before an act that ends these VMs; all of the run's at its end. */
    close: async (run: string, instances?: readonly Instance[]): Promise<void> => {
      const lines = runs.get(run) ?? new Map<Instance, Line>();
      const ending = [...lines].filter(([instance]) => instances?.includes(instance) ?? true);
      for (const [instance] of ending) lines.delete(instance);
      if (lines.size === 0) runs.delete(run);
      await Promise.all(ending.map(([, line]) => line.close()));
    },
  };
};
