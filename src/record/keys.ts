import { createHash, createHmac } from 'node:crypto';

/** What answers are signed with. All keys of the file verify, the first signs. */
export type Keys = {
  readonly signing: string;
  /** By id. */
  readonly secrets: ReadonlyMap<string, Uint8Array>;
};

/** Names a key without being it. */
const idOf = (secret: Uint8Array): string => createHash('sha256').update(secret).digest('hex').slice(0, 12);

/** From the text of a key file: a key a line, 32 bytes or more as base64, `#` begins a comment; the newest first. */
export const keysIn = (text: string): Keys | null => {
  const lines = text
    .split('\n')
    .map(line => line.replace(/#.*/, '').trim())
    .filter(Boolean);
  const secrets = lines.map(line => Buffer.from(line, 'base64'));
  const [first] = secrets;
  const isSound = (secret: Uint8Array, line: string) =>
    secret.length >= 32 && /^[A-Za-z0-9+/]+=*$/.test(line);
  if (!first || !secrets.every((secret, nth) => isSound(secret, lines[nth] ?? ''))) return null;
  return { signing: idOf(first), secrets: new Map(secrets.map(secret => [idOf(secret), secret])) };
};

/** Tells that a text is another one without telling what it is, to nobody who has not the key. */
export const fingerprint = ({ signing, secrets }: Keys, text: string): string =>
  createHmac('sha256', secrets.get(signing) ?? '')
    .update(text)
    .digest('hex')
    .slice(0, 12);
