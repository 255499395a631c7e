import { ids } from './people/cast.ts';
import type { Channel, State } from './state.ts';

export type EnvelopeKind = 'slash_commands' | 'interactive' | 'events_api';
/** What happens to the next envelope (of a kind, or any) on its way to the app. */
export type EnvelopeFault = {
  readonly does: 'drop' | 'duplicate' | 'delay';
  readonly ms?: number;
  readonly kind?: EnvelopeKind;
};
export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled' | 'too_many_websockets';

/** Everything that goes wrong in a real workspace, as switches for tests and drills. */
export type Faults = {
  nextEnvelope(fault: EnvelopeFault): void;
  /** The fault for this envelope, taken off the list. */
  takeEnvelopeFault(kind: EnvelopeKind): EnvelopeFault | undefined;
  /** The next `times` calls of a method (`*`: any) are answered 429 with this Retry-After, in seconds. */
  rateLimit(method: string, retryAfterSeconds: number, times?: number): void;
  /** Seconds to wait where this call is to be refused; uses up one of the times. */
  rateLimitFor(method: string): number | null;
  /** Slack is down: API, uploads and response_url answer 503 or drop the connection. null: back up. */
  down(how: '503' | 'reset' | null): void;
  readonly isDown: () => '503' | 'reset' | null;
  archiveChannel(archived: boolean): void;
  /** Slack Connect: the partner's person joins, or leaves again. */
  shareChannelExternally(shared: boolean): void;
  removeFromChannel(user: string): void;
  addToChannel(user: string): void;
  setGroup(group: string, users: readonly string[]): void;
  deactivate(user: string): void;
  /** Connections of somebody else that uses the same token, counted in every `hello` from now on. */
  phantomConnections(count: number): void;
  readonly phantoms: () => number;
};

type Limit = { readonly method: string; readonly seconds: number; times: number };

const rateLimits = () => {
  const limits: Limit[] = [];
  return {
    rateLimit: (method: string, seconds: number, times = 1) => {
      limits.push({ method, seconds, times });
    },
    rateLimitFor: (method: string): number | null => {
      const limit = limits.find(each => each.times > 0 && ['*', method].includes(each.method));
      if (!limit) return null;
      limit.times -= 1;
      return limit.seconds;
    },
  };
};

const places = (state: State, channelId: string) => {
  const change = (with_: (channel: Channel) => Partial<Channel>): void => {
    const channel = state.channels.get(channelId);
    if (!channel) return;
    state.channels.set(channelId, { ...channel, ...with_(channel) });
    state.changed({ kind: 'workspace' });
  };
  return {
    archiveChannel: (archived: boolean) => change(() => ({ archived })),
    shareChannelExternally: (externallyShared: boolean) =>
      change(({ members }) => {
        const local = members.filter(id => id !== ids.partner);
        return { externallyShared, members: externallyShared ? [...local, ids.partner] : local };
      }),
    removeFromChannel: (user: string) =>
      change(({ members }) => ({ members: members.filter(id => id !== user) })),
    addToChannel: (user: string) =>
      change(({ members }) => ({ members: [...members.filter(id => id !== user), user] })),
  };
};

const membership = (state: State) => ({
  setGroup: (id: string, users: readonly string[]) => {
    const group = state.groups.get(id);
    if (group) state.groups.set(id, { ...group, users });
  },
  deactivate: (id: string) => {
    const person = state.people.get(id);
    if (person) state.people.set(id, { ...person, deactivated: true });
    state.changed({ kind: 'workspace' });
  },
});

export const newFaults = (state: State, channelId: string, whenDown: () => void): Faults => {
  const envelopes: EnvelopeFault[] = [];
  let downBy: '503' | 'reset' | null = null;
  let phantoms = 0;
  return {
    ...rateLimits(),
    ...places(state, channelId),
    ...membership(state),
    nextEnvelope: fault => void envelopes.push(fault),
    takeEnvelopeFault: kind => {
      const index = envelopes.findIndex(fault => fault.kind === undefined || fault.kind === kind);
      return index < 0 ? undefined : envelopes.splice(index, 1)[0];
    },
    down: how => {
      downBy = how;
      if (how) whenDown();
    },
    isDown: () => downBy,
    phantomConnections: count => {
      phantoms = count;
    },
    phantoms: () => phantoms,
  };
};
