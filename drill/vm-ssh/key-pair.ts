import ssh2 from 'ssh2';

/** An ed25519 key pair in OpenSSH's own forms: the private key's file, and the public key as in known_hosts. */
export type KeyPair = { readonly privateKey: string; readonly publicKey: string };

/** A public key of the full 32 bytes, base64 as ssh writes it. */
const whole = /^ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI[\w+/]{43}$/;

/** ssh2 (1.17) drops a public key's leading zero bytes, so one pair in 256 is one that OpenSSH can't load: it is drawn again. */
export const newKeyPair = (draw = () => ssh2.utils.generateKeyPairSync('ed25519')): KeyPair => {
  for (;;) {
    const { private: privateKey, public: publicKey } = draw();
    if (whole.test(publicKey.trim())) return { privateKey, publicKey };
  }
};
