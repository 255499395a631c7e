import type { Surface } from '../model/click.ts';
import { isSame, type Membership, type Person } from '../model/person.ts';
import type { Run } from '../runs/run.ts';
import { text } from '../words.ts';
import type { Engine } from './engine.ts';

const off: Membership = {
  state: 'unknown',
  why: text('BREAK_GLASS_GROUP is not set', 'BREAK_GLASS_GROUP 설정 없음'),
};

/** What Slack says of somebody who approves in this run: an approver of its cluster, or, of who breaks or broke its glass, one of
 *  the group that may. */
export const approverIn = async (
  { membership, breakGlass }: Pick<Engine, 'membership' | 'breakGlass'>,
  { started, glass }: Run,
  {
    by,
    via,
    breaksGlass,
  }: { readonly by: Person; readonly via?: Surface | undefined; readonly breaksGlass?: boolean },
): Promise<Membership> => {
  const { channel, cluster } = started;
  const asBreaker = breaksGlass || (glass !== null && isSame(glass.by, by));
  return asBreaker
    ? (breakGlass?.membership(by, channel, via) ?? off)
    : membership(by, channel, cluster, via);
};
