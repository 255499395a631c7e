import type { Socket } from 'node:net';
import { connect, createServer } from 'node:tls';
import type { Side } from '../dial.ts';

export type SlowLink = {
  /** Bytes pass at once from now on. */
  undelay(): void;
  stop(): void;
};

/** Passes bytes on in their order, each `ms` later than it came. */
const passLater = (from: Socket, to: Socket, ms: () => number): void => {
  from.on('data', chunk => {
    const late = ms();
    if (late === 0) to.write(chunk);
    else setTimeout(() => to.write(chunk), late);
  });
};

const join = (near: Socket, far: Socket): void => {
  for (const [one, other] of [
    [near, far],
    [far, near],
  ] as const) {
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
  }
};

/**
 * Stands before a leader's peer port. Followers fetch their streams from there (`GET /raft/stream/msgapp/<own id>`), so
 * what goes to one member, and only the entries, can be made late; heartbeats have a stream of their own and pass.
 */
export const startSlowLink = async (
  ways: { readonly ip: string; readonly port: number; readonly behind: number },
  follower: string,
  ms: number,
  leader: Side,
): Promise<SlowLink> => {
  let delay = ms;
  const sockets = new Set<Socket>();
  const server = createServer({ ...leader, requestCert: true }, near => {
    const far = connect({ ...leader, host: ways.ip, port: ways.behind });
    for (const socket of [near, far]) sockets.add(socket.on('close', () => sockets.delete(socket)));
    join(near, far);
    let slow = false;
    near.once('data', first => {
      slow = first.toString('latin1').startsWith(`GET /raft/stream/msgapp/${follower} `);
    });
    near.on('data', chunk => far.write(chunk));
    passLater(far, near, () => (slow ? delay : 0));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(ways.port, ways.ip, resolve);
  });
  return {
    undelay: () => {
      delay = 0;
    },
    stop: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
};
