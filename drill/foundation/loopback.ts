import { createServer, isIPv4, type Server } from 'node:net';

/** Throws unless every address is in 127.0.0.0/8: the box never listens on, or dials, anything else. */
export const refuseBeyondLoopback = (addresses: readonly string[]): void => {
  const beyond = addresses.filter(address => !isIPv4(address) || !address.startsWith('127.'));
  if (beyond.length > 0)
    throw new Error(
      `the foundation in a box uses loopback only, and ${beyond.join(', ')} is outside 127.0.0.0/8: give it 127.x.x.x addresses`,
    );
};

const listen = (address: string, port: number): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer(socket => socket.destroy());
    server.once('error', reject);
    server.listen({ host: address, port, exclusive: true }, () => resolve(server));
  });
const close = (server: Server): Promise<void> => new Promise(done => server.close(() => done()));
const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);

/** macOS answers only 127.0.0.1 until an address is aliased; Linux answers the whole of 127.0.0.0/8. */
const aliasMissing = (address: string): Error =>
  new Error(
    `${address} is not an address of this machine: run \`sudo ifconfig lo0 alias ${address} up\` (macOS needs it once per boot for 127.28.3.2 to 127.28.3.5)`,
  );

const isFree = async (address: string, port: number): Promise<boolean> => {
  try {
    await close(await listen(address, port));
    return true;
  } catch (error) {
    if (codeOf(error) === 'EADDRNOTAVAIL') throw aliasMissing(address);
    return false;
  }
};

export type Ports = {
  readonly client: number;
  readonly peer: number;
  /** For the member that a snapshot is restored into. */
  readonly throwAwayClient: number;
  readonly throwAwayPeer: number;
  /** Where a member listens while something stands before its peer port. */
  readonly behind: number;
  release(): Promise<void>;
};

const slots = 200;
const firstLock = 23_500;
const portsOf = (slot: number) => (slot === 0 ? 2379 : 24_000 + slot * 10);

/**
 * A pair of etcd ports that is free on every address: 2379/2380, or another pair when a box already runs. The slot is
 * held by a listening socket, so that two boxes that start together cannot choose the same one and a killed box lets go.
 */
export const claimPorts = async (addresses: readonly [string, ...string[]]): Promise<Ports> => {
  for (let slot = 0; slot < slots; slot++) {
    const lock = await listen(addresses[0], firstLock + slot).catch(error => {
      if (codeOf(error) === 'EADDRNOTAVAIL') throw aliasMissing(addresses[0]);
      return null;
    });
    if (!lock) continue;
    const client = portsOf(slot);
    const wanted = addresses.flatMap(address =>
      [0, 1, 2, 3, 4].map(offset => isFree(address, client + offset)),
    );
    if ((await Promise.all(wanted)).every(Boolean)) {
      lock.unref();
      return {
        client,
        peer: client + 1,
        throwAwayClient: client + 2,
        throwAwayPeer: client + 3,
        behind: client + 4,
        release: () => close(lock),
      };
    }
    await close(lock);
  }
  throw new Error(
    `all ${slots} pairs of etcd ports on ${addresses.join(', ')} are taken: stop another drill`,
  );
};
