import type { Machines, Master } from '../machines.ts';
import type { Fault, Injected } from './fault.ts';
import { breakDisk, ground, leadershipOff, masterAt, took } from './parts.ts';

const corrupt = async (
  machines: Machines,
  change: (victim: Master) => Promise<void>,
  shows: RegExp,
): Promise<Injected> => {
  const victim = masterAt(machines, 1);
  await ground(machines);
  await leadershipOff(machines, [victim]);
  return took([victim], await breakDisk(victim, change, shows));
};

export const walCrcFlipped: Fault = {
  what: 'one byte of a record in the raft log of one master is flipped',
  verdict: 'corrupt',
  inject: machines => corrupt(machines, victim => victim.member.disk.flipWal(), /crc mismatch/),
};

export const walZeroByte: Fault = {
  what: 'the raft log file of one master is there and empty',
  verdict: 'corrupt',
  inject: machines => corrupt(machines, victim => victim.member.disk.zeroWal(), /cannot use none as id/),
};

export const dbCorrupt: Fault = {
  what: 'the first pages of snap/db of one master are overwritten',
  verdict: 'corrupt',
  inject: machines => corrupt(machines, victim => victim.member.disk.corruptDb(), /invalid database/),
};
