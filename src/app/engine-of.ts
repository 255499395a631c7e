import type { Config } from '../config.ts';
import type { Engine } from '../engine/engine.ts';
import type { Callee } from '../model/person.ts';
import { openObserver } from '../observe/observer.ts';
import { runbooks } from '../runbooks/index.ts';
import { approversOf } from './approvers.ts';
import { settingsOf } from './run-settings.ts';

type Standing = Pick<
  Engine,
  'journal' | 'jumpHost' | 'channel' | 'clock' | 'tell' | 'held' | 'takesNoClicks' | 'log'
> & {
  readonly people: Pick<Engine, 'membership' | 'answerers' | 'runPlace'>;
  /** null: nobody breaks the glass. */
  readonly breaker: NonNullable<Engine['breakGlass']>['membership'] | null;
};

/** Those who are passed over hear of it, and whoever is on call. */
const toldOf = (config: Config, cluster: string): readonly Callee[] => {
  const approvers = approversOf(config, cluster);
  return [
    ...('group' in approvers ? [approvers] : approvers.users.map(user => ({ user }))),
    ...(config.ONCALL_GROUP ? [{ group: config.ONCALL_GROUP }] : []),
  ];
};

/** The engine as the configuration wants it, over what stands: the bot's, and the one of its host's command line. */
export const engineOf = (config: Config, { people, breaker, ...standing }: Standing): Engine => {
  const { journal, jumpHost, clock } = standing;
  const settings = settingsOf(config);
  return {
    ...standing,
    ...people,
    runbooks,
    settings,
    observer: openObserver({
      jumpHost,
      journal,
      clock,
      settings,
      secondLookMs: config.SECOND_LOOK_SECONDS * 1000,
    }),
    peopleRule: { change: config.APPROVALS_CHANGE, belowQuorum: config.APPROVALS_BELOW_QUORUM },
    ...(breaker ? { breakGlass: { membership: breaker, tells: cluster => toldOf(config, cluster) } } : {}),
    approversOf: cluster => approversOf(config, cluster),
    expiry: { expiresMinutes: config.APPROVAL_EXPIRES_MINUTES, endsHours: 24 },
    onlyReads: config.CHANGES === 'off',
    lookEveryMs: config.LOOK_EVERY_SECONDS * 1000,
  };
};
