/** How the next connections go wrong. no-handshake: TCP is taken and the upgrade never answered. no-hello: upgraded, and not
 *  a word. no-pong: pings stay unanswered. deaf: pongs come, envelopes do not. too-many: sent away at once. */
export type SocketFault = 'no-handshake' | 'no-hello' | 'no-pong' | 'deaf' | 'too-many';

export type SocketFaults = {
  /** For the next `times` connections; every one where it is left out. null: all is well again, for those that are open too. */
  socket(fault: SocketFault | null, times?: number): void;
  /** The fault of a connection that is made now; uses up one of the times. */
  takeSocketFault(): SocketFault | null;
  /** The fault laid on connections that are open, 'no-pong' and 'deaf' alone. */
  readonly openFault: () => SocketFault | null;
  /** The open connections get it as well. */
  socketsNow(fault: 'no-pong' | 'deaf' | null): void;
  /** As real Slack: TCP stays open after the closing handshake. */
  keepTcp(kept: boolean): void;
  readonly keepsTcp: () => boolean;
};

export const newSocketFaults = (): SocketFaults => {
  let next: { readonly fault: SocketFault; times: number } | null = null;
  let now: SocketFault | null = null;
  let kept = false;
  return {
    socket: (fault, times = Number.POSITIVE_INFINITY) => {
      next = fault === null ? null : { fault, times };
      if (fault === null) now = null;
    },
    takeSocketFault: () => {
      if (!next || next.times <= 0) return null;
      next.times -= 1;
      return next.fault;
    },
    openFault: () => now,
    socketsNow: fault => {
      now = fault;
    },
    keepTcp: on => {
      kept = on;
    },
    keepsTcp: () => kept,
  };
};
