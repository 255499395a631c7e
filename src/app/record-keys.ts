import { join } from 'node:path';
import { KeyTrouble, readKeyFile } from '../adapters/key-file.ts';
import type { Config } from '../config.ts';
import { type Keys, keysIn } from '../record/keys.ts';
import { sealing } from '../record/seal.ts';

type Where = Pick<Config, 'DATA_DIR' | 'DATABASE_URL' | 'RECORD_KEY_FILE'>;

/** Where the keys are, from the configuration. */
export const keysOf = ({ DATA_DIR, DATABASE_URL, RECORD_KEY_FILE }: Where, mayMake = !DATABASE_URL): Keys => {
  const path = RECORD_KEY_FILE ?? join(DATA_DIR, 'record.key');
  const keys = keysIn(readKeyFile(path, mayMake));
  if (keys) return keys;
  throw new KeyTrouble(
    `RECORD_KEY_FILE (${path}) holds no key: each line is 32 random bytes as base64 ("openssl rand -base64 32")`,
  );
};

/** Signs and checks with these keys; `known` is filled once the store is open. */
export const sealingWith = (keys: Keys) => {
  const known = new Set<string>();
  return { sealing: sealing(keys, known), known };
};
