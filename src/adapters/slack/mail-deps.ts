import type { webApi } from '@slack/bolt';
import type { Clock } from '../../ports/clock.ts';
import type { Drawings } from './drawings.ts';

export type MailDeps = {
  readonly web: { readonly chat: Pick<webApi.WebClient['chat'], 'postMessage' | 'update' | 'postEphemeral'> };
  readonly clock: Clock;
  readonly drawings: Drawings;
  readonly log: (line: string) => void;
};
