import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Command, Ran } from '../../src/model/command.ts';
import type { JumpHost } from '../../src/ports/jump-host.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import type { Foundation } from '../foundation/foundation.ts';
import type { Machine } from '../foundation/machine.ts';
import type { Sshd } from '../jump-host/sshd.ts';
import { type Case, isStep } from './cases.ts';
import type { Misbehaviour, Shims } from './shims.ts';
import type { Turn } from './turn-watch.ts';

export type Injector = {
  readonly turn: Turn;
  /** Between the bot and its jump host: arms the fault for the one command that is the step's. */
  around(jumpHost: JumpHost, readHere: (command: Command) => Promise<Ran | null>): JumpHost;
  /** What really happened; null while it has not. */
  happened(): string | null;
  stop(): Promise<void>;
};

type Tools = { readonly foundation: Foundation; readonly shims: Shims; readonly sshd: Sshd | null };

const misbehaviours: Readonly<Partial<Record<Case['fault'], Misbehaviour>>> = {
  'exit 1 with nothing': 'exit-1',
  hangs: 'hang',
  killed: 'killed',
  'half output': 'half',
  rubbish: 'rubbish',
  'lost answer': 'lost-answer',
  '401': '401',
  'ssh drop during': 'drop-during',
  'ssh drop after': 'drop-after',
};

/** Hours become seconds, for the faults that nothing but a deadline ends. */
const longest = { reads: 25, changes: 25 };
const hurried = (command: Command): Command => ({
  ...command,
  deadlineSeconds: Math.min(command.deadlineSeconds, longest[command.effect]),
});

/** Sent by the CLI as one request that acts, which the Director can take and leave without an answer. */
const actsAtDirector = (command: Command): boolean =>
  command.tool === 'bosh' && command.effect === 'changes' && !command.argv.includes('ssh');

/** The machine that a command or a card names, by instance, CID or vCenter's uuid; else the one with the fault. */
const machineOf = ({ machines }: Foundation, text: string): Machine =>
  machines.masters.find(
    ({ uuid, vm }) =>
      text.includes(uuid) || (vm && (text.includes(vm.cid) || text.includes(vm.instanceUuid))),
  ) ??
  machines.masters.find(({ uuid }) => text.includes(`-${uuid.slice(0, 8)}`)) ??
  machines.all[0] ??
  machines.worker;

export const createInjector = ({ step, fault }: Case, { foundation, shims, sshd }: Tools): Injector => {
  let what: string | null = null;
  let came = false;
  let over = false;
  const begun: string[] = [];
  const ends: (() => unknown)[] = [];

  const lockHeld = async () => {
    const { task, release } = await foundation.director.holdLock();
    ends.push(release);
    what = `task ${task.id} holds the lock`;
  };
  const vmGone = async (event: Extract<RunEvent, { kind: 'asked' | 'began' }>) => {
    const machine = machineOf(foundation, `${event.line} ${event.step}`);
    what = `the VM of ${machine.group}/${machine.uuid} is gone`;
    if (machine.vm) await machine.deleteVm();
  };
  const wrongCid = async (event: Extract<RunEvent, { kind: 'asked' | 'began' }>) => {
    const machine = machineOf(foundation, `${event.line} ${event.step}`);
    const other = foundation.machines.masters.find(({ vm }) => vm && vm.cid !== machine.vm?.cid);
    if (!machine.vm || !other?.vm) return;
    await shims.confuse({ right: machine.vm.cid, wrong: other.vm.cid });
    ends.push(() => shims.confuse(null));
    what = `BOSH says ${other.vm.cid} for ${machine.vm.cid}`;
  };
  const atTurn: Turn['atTurn'] = async event => {
    came = true;
    if (fault === 'lock held') await lockHeld();
    if (fault === 'VM gone') await vmGone(event);
    if (fault === 'wrong CID') await wrongCid(event);
    if (fault === 'login keeps failing') await shims.refuseLogins();
  };

  const cutWhenAsked = () => {
    const timer = setInterval(() => {
      if (!existsSync(shims.dropFile)) return;
      void rm(shims.dropFile, { force: true });
      sshd?.drop();
    }, 20);
    ends.push(() => clearInterval(timer));
  };
  /** Does it befall this very command? Once. Answers what undoes it after the command. */
  const befall = async (command: Command): Promise<() => unknown> => {
    const how = misbehaviours[fault];
    if (fault === 'not installed') {
      what = `${command.argv[0]} was not installed`;
      return shims.uninstall(command.argv[0]);
    }
    if (fault === 'ssh drop before') {
      what = 'sshd was not there';
      await sshd?.stop();
      return () => sshd?.start();
    }
    if (actsAtDirector(command) && fault === 'lost answer') {
      what = 'the Director took it and did not answer';
      return foundation.director.faults.add({ kind: 'drop-answer' });
    }
    if (command.tool === 'bosh' && fault === '401') {
      what = 'the Director answered 401';
      return foundation.director.faults.add({ kind: 'answer', status: 401, times: 50 });
    }
    if (!how) return () => {};
    if (fault === 'ssh drop during' || fault === 'ssh drop after') cutWhenAsked();
    // Said before it is armed: readings come several at once, and only the first is befallen.
    what = `${how}: ${command.argv.slice(0, 6).join(' ')}`;
    await shims.arm(command.argv, how);
    return () => {};
  };
  /** The act of the step, or where it only reads, the first reading of its turn. */
  const isIts = (claim: string | undefined): boolean => {
    if (what !== null) return false;
    if (claim === undefined) return came && step === 'verify';
    const id = claim.split('.').at(1) ?? '';
    const here = isStep(step, id, begun);
    begun.push(id);
    return here;
  };
  /** What is in force only for the step's own command. Everything else stays as it was made until the end. */
  const passes =
    fault === 'not installed' || fault === 'ssh drop before' || misbehaviours[fault] !== undefined;
  /** Nothing can befall this look: the turn has not come yet, or it is over and so is the fault. */
  const isUndisturbed = (claim: string | undefined): boolean =>
    claim === undefined && (!came || (over && passes));
  const around: Injector['around'] = (jumpHost, readHere) => ({
    ...jumpHost,
    run: async (command, options = {}) => {
      const hurriedCommand = hurried(command);
      const read = isUndisturbed(options.claim) ? await readHere(hurriedCommand) : null;
      if (read) return read;
      if (!isIts(options.claim)) return jumpHost.run(hurriedCommand, options);
      const undo = await befall(command);
      try {
        return await jumpHost.run(hurriedCommand, options);
      } finally {
        await undo();
      }
    },
    adopt: (command, claim, options) => jumpHost.adopt(hurried(command), claim, options),
  });
  return {
    turn: {
      atTurn,
      turnOver: () => {
        over = true;
      },
    },
    around,
    happened: () => {
      const refused = shims.failedLogins();
      if (refused > 0 && fault === 'login keeps failing') return `vCenter refused ${refused} logins`;
      return misbehaviours[fault] && what && !what.startsWith('the Director') && !existsSync(shims.takenFile)
        ? null
        : what;
    },
    stop: async () => {
      for (const end of ends.splice(0)) await end();
    },
  };
};
