import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Doubt, Sealing } from '../ports/sealing.ts';
import { canonical } from './chain.ts';
import type { Keys } from './keys.ts';

type Place = Parameters<Sealing['seal']>[1];

/** What counts for nothing without a signature. Abort is no such thing: stopping is for everybody. The last two are the ledger's. */
export const sealedKinds: readonly unknown[] = ['answered', 'glass-broken', 'journal-accepted', 'deleted'];
const isSealed = (event: object): boolean => 'kind' in event && sealedKinds.includes(event.kind);

/** Over all that an answer says, where it stands, and everything that was written before it. */
const macOf = (secret: Uint8Array, event: object, place: Place): Buffer =>
  createHmac('sha256', secret)
    .update(canonical({ ...place, event: { ...event, seal: undefined } }))
    .digest();

const sealOf = (event: object): { key: string; mac: string } | null => {
  const seal: unknown = Reflect.get(event, 'seal');
  if (typeof seal !== 'object' || seal === null) return null;
  const [key, mac]: unknown[] = [Reflect.get(seal, 'key'), Reflect.get(seal, 'mac')];
  return typeof key === 'string' && typeof mac === 'string' ? { key, mac } : null;
};

/** Signs with the newest of the keys. `known`: ids that the store has been signed with, of which some may be lost. */
export const sealing = (keys: Keys, known: ReadonlySet<string>): Sealing => ({
  seal: (event, place) => {
    const secret = keys.secrets.get(keys.signing);
    if (!isSealed(event) || !secret) return event;
    return { ...event, seal: { key: keys.signing, mac: macOf(secret, event, place).toString('base64url') } };
  },
  check: (event, place): Doubt | null => {
    if (!isSealed(event)) return null;
    const seal = sealOf(event);
    const secret = seal && keys.secrets.get(seal.key);
    if (!secret) return seal && known.has(seal.key) ? 'key-lost' : 'forged';
    const [mac, should] = [Buffer.from(seal.mac, 'base64url'), macOf(secret, event, place)];
    return mac.length === should.length && timingSafeEqual(mac, should) ? null : 'forged';
  },
});
