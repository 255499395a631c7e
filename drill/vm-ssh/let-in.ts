import ssh2, { type AuthContext } from 'ssh2';
import type { SshUser } from '../foundation/director/inventory.ts';

const sameKey = ({ publicKey }: SshUser, key: { readonly algo: string; readonly data: Buffer }): boolean => {
  const known = ssh2.utils.parseKey(publicKey);
  return !(known instanceof Error) && known.type === key.algo && known.getPublicSSH().equals(key.data);
};

const signs = (user: SshUser, blob: Buffer, signature: Buffer, hash: string | undefined): boolean => {
  const known = ssh2.utils.parseKey(user.publicKey);
  return !(known instanceof Error) && known.verify(blob, signature, hash) === true;
};

/** Only a user of the Director's ssh task, with the key of that task, and having proved to hold it. */
export const mayComeIn = (context: AuthContext, users: readonly SshUser[]): boolean => {
  if (context.method !== 'publickey') return false;
  const user = users.find(one => one.user === context.username && sameKey(one, context.key));
  if (!user) return false;
  // Without a signature the client only asks whether it is worth signing.
  if (!context.signature) return true;
  return context.blob !== undefined && signs(user, context.blob, context.signature, context.hashAlgo);
};
