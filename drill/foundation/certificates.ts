import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A certificate with its key. */
export type Issued = { readonly certPem: string; readonly keyPem: string };
/** For whom, at which addresses; from yesterday for a year, unless its end is told. */
export type Wanted = { readonly subject: string; readonly ips: readonly string[]; readonly until?: Date };
/**
 * An issuer of its own: nothing of it outlives the process. node:crypto cannot issue certificates, so the few DER shapes
 * that X.509 needs are written here; no openssl binary, no dependency.
 */
export type Authority = { readonly caPem: string; issue(wanted: Wanted): Issued };

const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const size = Buffer.from(body.length.toString(16).padStart(body.length > 0xff ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | size.length]), size, body]);
};
const sequence = (...parts: readonly Buffer[]) => der(0x30, ...parts);
const octets = (body: Buffer) => der(0x04, body);
const bits = (body: Buffer, unused = 0) => der(0x03, Buffer.from([unused]), body);
const utf8 = (text: string) => der(0x0c, Buffer.from(text));
const yes = der(0x01, Buffer.from([0xff]));
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));

const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
const commonName = (name: string) => sequence(der(0x31, sequence(oid('550403'), utf8(name))));
const critical = (id: string, body: Buffer) => sequence(oid(id), yes, octets(body));
const extension = (id: string, body: Buffer) => sequence(oid(id), octets(body));

const caExtensions = [
  critical('551d13', sequence(yes)),
  // keyCertSign and cRLSign
  critical('551d0f', bits(Buffer.from([0x06]), 1)),
];
const leafExtensions = (ips: readonly string[]) => [
  // digitalSignature
  critical('551d0f', bits(Buffer.from([0x80]), 7)),
  // serverAuth and clientAuth: etcd's own JSON gateway dials its own port with the server's certificate.
  extension('551d25', sequence(oid('2b06010505070301'), oid('2b06010505070302'))),
  // Go and Node look at these names only, never at the subject.
  extension(
    '551d11',
    sequence(
      der(0x82, Buffer.from('localhost')),
      ...ips.map(ip => der(0x87, Buffer.from(ip.split('.').map(Number)))),
    ),
  ),
];

const utcTime = (at: Date) =>
  der(0x17, Buffer.from(`${at.toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)}Z`));
const day = 86_400_000;
const aYear = () => new Date(Date.now() + 365 * day);

type Body = {
  subject: string;
  issuer: string;
  key: KeyObject;
  signer: KeyObject;
  until: Date;
  extensions: readonly Buffer[];
};

const signed = ({ subject, issuer, key, signer, until, extensions }: Body): string => {
  const serial = randomBytes(16);
  // Positive, and never a leading zero byte: DER wants the shortest form.
  serial.writeUInt8((serial.readUInt8(0) & 0x7f) | 0x40, 0);
  const from = new Date(Math.min(Date.now(), until.getTime()) - day);
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    ecdsaWithSha256,
    commonName(issuer),
    sequence(utcTime(from), utcTime(until)),
    commonName(subject),
    key.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const certificate = sequence(body, ecdsaWithSha256, bits(sign('sha256', body, signer)));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
};

const keyPair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** New keys at every call. */
export const newAuthority = (issuer: string): Authority => {
  const { publicKey, privateKey: signer } = keyPair();
  return {
    caPem: signed({
      subject: issuer,
      issuer,
      key: publicKey,
      signer,
      until: aYear(),
      extensions: caExtensions,
    }),
    issue: ({ subject, ips, until = aYear() }) => {
      const pair = keyPair();
      const extensions = leafExtensions(ips);
      return {
        certPem: signed({ subject, issuer, key: pair.publicKey, signer, until, extensions }),
        keyPem: pair.privateKey.export({ type: 'sec1', format: 'pem' }).toString(),
      };
    },
  };
};

/** A CA and the certificate of a server on 127.0.0.1. */
export const throwAwayCertificates = () => {
  const authority = newAuthority('pks-rescue drill CA');
  const server = authority.issue({ subject: 'pks-rescue drill Director', ips: ['127.0.0.1'] });
  return { caPem: authority.caPem, ...server };
};
