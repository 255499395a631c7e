import type { Fault } from './fault.ts';
import { breakDisk, ground, leadershipOff, masterAt, took } from './parts.ts';

export const diskLost: Fault = {
  what: 'member/ of a master that is not the bootstrap instance is gone',
  verdict: 'disk-lost',
  inject: async machines => {
    const victim = masterAt(machines, 1);
    await ground(machines);
    await leadershipOff(machines, [victim]);
    const shownBy = await breakDisk(victim, () => victim.member.disk.removeMember(), /unhealthy cluster/);
    return took([victim], shownBy);
  },
};

/** Its job starts a NEW cluster of itself: with both others off it would serve an empty one. */
export const diskLostBootstrap: Fault = {
  what: 'member/ of the bootstrap instance is gone: its job starts with `new`',
  verdict: 'disk-lost-bootstrap',
  inject: async machines => {
    const victim = masterAt(machines, 0);
    await ground(machines);
    await leadershipOff(machines, [victim]);
    const shownBy = await breakDisk(
      victim,
      () => victim.member.disk.removeMember(),
      /tocommit\(\d+\) is out of range/,
    );
    return took([victim], shownBy);
  },
};

/** A lost log would heal as soon as it votes for the survivor, so the second one's log files are emptied: that stays down. */
export const twoDown: Fault = {
  what: 'one master has an empty log file and another has lost member/: no quorum',
  verdict: 'quorum-lost',
  inject: async machines => {
    const [log, disk] = [masterAt(machines, 0), masterAt(machines, 1)];
    await ground(machines);
    await leadershipOff(machines, [log, disk]);
    const shown = [
      await breakDisk(disk, () => disk.member.disk.removeMember(), /unhealthy cluster/),
      await breakDisk(log, () => log.member.disk.zeroWal(), /cannot use none as id/),
    ];
    return took([log, disk], shown.join('; '));
  },
};
