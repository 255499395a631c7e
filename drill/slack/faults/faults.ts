import type { Json } from '../json.ts';
import type { Channel, State } from '../state.ts';
import type { Failure, Which } from './failures.ts';
import { newFailures } from './failures.ts';
import { places } from './places.ts';
import type { SocketFault, SocketFaults } from './socket-faults.ts';
import { newSocketFaults } from './socket-faults.ts';

export type EnvelopeKind = 'slash_commands' | 'interactive' | 'events_api';
/** What happens to the next envelope (of a kind, or any) on its way to the app. */
export type EnvelopeFault = {
  readonly does: 'drop' | 'duplicate' | 'delay';
  readonly ms?: number;
  readonly kind?: EnvelopeKind;
};
export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled' | 'too_many_websockets';
export type TokenName = 'bot' | 'app';

/** Everything that goes wrong in a real workspace, as switches for tests and drills. */
export type Faults = SocketFaults & {
  nextEnvelope(fault: EnvelopeFault): void;
  /** The fault for this envelope, taken off the list. */
  takeEnvelopeFault(kind: EnvelopeKind): EnvelopeFault | undefined;
  /** The next calls of a method (`*`: any, `response_url`: what is posted to one) go wrong so. */
  fail(method: string, how: Failure, which?: Which): void;
  /** Shorthand for a 429 with this Retry-After, in seconds. */
  rateLimit(method: string, retryAfterSeconds: number, times?: number): void;
  /** What was to fail does not any more. */
  mend(method?: string): void;
  /** How this call is to fail; uses up one of its times. */
  failureFor(method: string, args: Json): Failure | null;
  /** Slack's own limits, tiers and the channel's second; on from the start unless the workspace says otherwise. */
  limitRates(on: boolean): void;
  readonly ratesLimited: () => boolean;
  /** These types of blocks are refused from now on, wherever they stand; none: all are taken again. */
  refuseBlocks(...types: string[]): void;
  readonly refusedBlocks: () => readonly string[];
  /** Every call with this token is answered as after a revocation; false: it works again. */
  revoke(token: TokenName, revoked?: boolean): void;
  readonly isRevoked: (token: TokenName) => boolean;
  /** Slack is down: API, uploads and response_url answer 503 or drop the connection. null: back up. */
  down(how: '503' | 'reset' | null): void;
  readonly isDown: () => '503' | 'reset' | null;
  archiveChannel(archived: boolean, channel?: string): void;
  /** Slack Connect: the partner's person joins, or leaves again. */
  shareChannelExternally(shared: boolean, channel?: string): void;
  makePrivate(isPrivate: boolean, channel?: string): void;
  removeFromChannel(user: string, channel?: string): void;
  addToChannel(user: string, channel?: string): void;
  /** Another channel; answers its id. */
  openChannel(channel: Pick<Channel, 'name' | 'isPrivate' | 'members'>): string;
  /** An admin or a DLP bot deletes a message. */
  deleteMessage(ts: string): void;
  setGroup(group: string, users: readonly string[]): void;
  deactivate(user: string): void;
  /** Connections of somebody else that uses the same token, counted in every `hello` from now on. */
  phantomConnections(count: number): void;
  readonly phantoms: () => number;
};
export type { SocketFault };

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

const envelopes = () => {
  const planned: EnvelopeFault[] = [];
  return {
    nextEnvelope: (fault: EnvelopeFault) => void planned.push(fault),
    takeEnvelopeFault: (kind: EnvelopeKind) => {
      const index = planned.findIndex(fault => fault.kind === undefined || fault.kind === kind);
      return index < 0 ? undefined : planned.splice(index, 1)[0];
    },
  };
};

/** What is one way or another until it is switched again. */
const switches = (rates: boolean, whenDown: () => void) => {
  let downBy: '503' | 'reset' | null = null;
  let [phantoms, limited] = [0, rates];
  let refused: readonly string[] = [];
  const revoked = new Set<TokenName>();
  return {
    down: (how: '503' | 'reset' | null) => {
      downBy = how;
      if (how) whenDown();
    },
    isDown: () => downBy,
    phantomConnections: (count: number) => {
      phantoms = count;
    },
    phantoms: () => phantoms,
    limitRates: (on: boolean) => {
      limited = on;
    },
    ratesLimited: () => limited,
    refuseBlocks: (...types: string[]) => {
      refused = types;
    },
    refusedBlocks: () => refused,
    revoke: (token: TokenName, is = true) => void (is ? revoked.add(token) : revoked.delete(token)),
    isRevoked: (token: TokenName) => revoked.has(token),
  };
};

export const newFaults = (
  state: State,
  channelId: string,
  { rates, whenDown }: { readonly rates: boolean; readonly whenDown: () => void },
): Faults => ({
  ...newFailures(),
  ...newSocketFaults(),
  ...envelopes(),
  ...switches(rates, whenDown),
  ...places(state, channelId),
  ...membership(state),
});
