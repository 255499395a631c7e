import type { Effect } from '../foundation/machine.ts';
import type { Master } from '../foundation/machines.ts';

/** What a member had at a moment, as it said itself. */
export type Sample = { readonly at: number; readonly on: string; readonly revision: number };

/** How the masters that were powered off came back; null where fewer than two were off. */
export type PowerOrder = {
  readonly mostAdvancedFirst: boolean;
  /** Revisions that the least advanced of them lacked when it was powered off. */
  readonly behind: number;
};

const lastBefore = (samples: readonly Sample[], on: string, at: number): number | null =>
  samples.findLast(sample => sample.on === on && sample.at <= at)?.revision ?? null;

/** Judged by the members' own revisions right before their power-off and by the vCenter's record, not by what the bot says. */
export const powerOrderOf = (samples: readonly Sample[], effects: readonly Effect[]): PowerOrder | null => {
  const off = effects.filter(effect => effect.what === 'power-off');
  const had = new Map(off.map(effect => [effect.on, lastBefore(samples, effect.on, effect.at)]));
  const back = effects
    .filter(effect => effect.what === 'power-on')
    .flatMap(effect => had.get(effect.on) ?? []);
  if (off.length < 2 || back.length < 2) return null;
  return {
    mostAdvancedFirst: back.every((revision, at) => at === 0 || revision <= (back[at - 1] ?? revision)),
    behind: Math.max(...back) - Math.min(...back),
  };
};

/** From the second master's power-off to the next power-on, by the vCenter's record: nobody can write meanwhile. null: it never
 *  came to that. */
export const outageSecondsOf = (effects: readonly Effect[]): number | null => {
  const [, second] = effects.filter(effect => effect.what === 'power-off');
  if (second === undefined) return null;
  const back = effects.find(effect => effect.what === 'power-on' && effect.at >= second.at);
  return back ? Math.round((back.at - second.at) / 100) / 10 : null;
};

/** Asks every master for its revision all the time; a member that does not answer leaves no sample. */
export const watchRevisions = (masters: readonly Master[], everyMs = 100) => {
  const samples: Sample[] = [];
  const look = async ({ group, uuid, member }: Master): Promise<void> => {
    const asked = Date.now();
    const view = member.running() ? await member.view() : null;
    if (view) samples.push({ at: asked, on: `${group}/${uuid}`, revision: view.revision });
  };
  const timer = setInterval(() => void Promise.all(masters.map(look)), everyMs);
  return { samples: (): readonly Sample[] => samples, stop: () => clearInterval(timer) };
};
