import type { RunbookName } from '../../../src/cluster/verdict-types.ts';
import { follower, fullFolder, leader, type Name, type Truth, victim } from '../small-world/truth.ts';

/** Where a bot can die or be replaced: a person is asked, an act runs, nobody knows what became of one, an abort is under way. */
export const waits = ['asking', 'begun', 'unknown', 'aborted'] as const;
export type Wait = (typeof waits)[number];

type Case = {
  readonly truth: Partial<Truth>;
  /** The step at which the run is stopped, mostly the act that its runbook is for, and what the small world calls it. */
  readonly step: string;
  readonly act: string;
  /** Another step that asks, or whose end can be lost: what the Director still tells is not lost. */
  readonly asks?: string;
  readonly loses?: { readonly step: string; readonly act: string };
};

/** Each runbook in the small world with the fault that it is for. */
export const cases: Readonly<Record<RunbookName, Case>> = {
  'restart-process': {
    truth: {
      victimSays: 'I | etcdmain: etcd Version: 3.4.23',
      fluentdBroken: false,
      joinsWhenStarted: true,
    },
    step: 'monit-restart',
    act: 'monit-restart',
  },
  'move-leader': { truth: {}, step: 'move-leader', act: 'move-leader' },
  'replace-member': {
    truth: { victimSays: 'panic: invalid database', joinsWhenLed: false, joinsWhenStarted: true },
    step: 'member-remove',
    act: 'member-remove',
  },
  'remove-half-added': {
    truth: {
      victimSays: 'Error: etcdserver: re-configuration failed due to not enough started members',
      files: fullFolder && { ...fullFolder, memberDir: false, walFiles: 0, dbBytes: null },
      listedAs: '',
      joinsWhenLed: false,
      joinsWhenStarted: true,
    },
    step: 'member-remove',
    act: 'member-remove',
  },
  'disk-loss-original': { truth: {}, step: 'power-off-774bfafe', act: 'power-off' },
  recreate: {
    truth: { joined: true },
    step: 'recreate',
    act: 'recreate',
    loses: { step: 'canary', act: 'canary-put' },
  },
  'snapshot-survivors': {
    truth: {},
    step: 'snapshot-8cdf6298',
    act: 'snapshot',
    asks: 'snapshot-774bfafe',
  },
  'start-quorum': {
    truth: { joined: true, fluentdBroken: false, stopped: new Set([victim, leader, follower]) },
    step: 'start-9b8ad6e0',
    act: 'monit-start',
  },
  'free-space': {
    truth: {
      joined: true,
      fluentdBroken: false,
      space: { alarm: true, compacted: 0, small: new Set<Name>() },
    },
    step: 'compact',
    act: 'compact',
  },
};

/** Fixed, so that a journal recorded again is the same one. */
export const runIdOf = (runbook: RunbookName, wait: Wait): string =>
  `run-${(0x1000 + Object.keys(cases).indexOf(runbook) * 0x10 + waits.indexOf(wait)).toString(16).padStart(8, '0')}`;
