import ssh2 from 'ssh2';

/** The key by which every VM of a box is known; gone with the box. */
export type HostKey = {
  readonly privateKey: string;
  /** As in known_hosts: `ssh-ed25519 AAAA…`. */
  readonly publicKey: string;
};

export const newHostKey = (): HostKey => {
  const { private: privateKey, public: publicKey } = ssh2.utils.generateKeyPairSync('ed25519');
  return { privateKey, publicKey };
};
