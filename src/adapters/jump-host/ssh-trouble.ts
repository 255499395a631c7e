import type { Carried } from './carrier.ts';
import type { SshTarget } from './ssh-target.ts';

type Trouble = { readonly words: RegExp; readonly why: (target: SshTarget) => string };

/**
 * What ssh says when it surely never got as far as running anything, in OpenSSH's words, and the next move. A refused or
 * timed out *connect* is one; the same words about a connection that was up are not.
 */
const before: readonly Trouble[] = [
  {
    words: /REMOTE HOST IDENTIFICATION HAS CHANGED|differs from the key|Host key .* revoked/i,
    why: t =>
      `the host key of ${t.host} is not the one in known_hosts: somebody replaced the host or stands in between; ask its owner for the new fingerprint before you change the file`,
  },
  {
    words: /Host key verification failed|No .* host key is known/i,
    why: t =>
      `${t.host} is not in known_hosts: compare its fingerprint with its owner, then add it (ssh-keyscan -p ${t.port} ${t.host})`,
  },
  {
    words: /Permission denied \(|Too many authentication failures|no mutual signature/i,
    why: t =>
      `${t.host} did not let ${t.user} in: check that the bot's public key is in its authorized_keys and that the bot may read its private key`,
  },
  {
    words: /connect to host .*: Connection refused/i,
    why: t =>
      `${t.host} refused the connection on port ${t.port}: check that its sshd runs and that JUMP_HOST has the right port`,
  },
  {
    words: /Could not resolve hostname/i,
    why: t => `${t.host} has no address: check the name in JUMP_HOST and the bot's DNS`,
  },
  {
    words: /connect to host .*: (Connection|Operation) timed out|timed out during banner exchange/i,
    why: t =>
      `${t.host} did not answer on port ${t.port}: check the network, the firewall and whether the host is up`,
  },
  {
    words: /connect to host .*: (No route to host|Network is unreachable)/i,
    why: t => `there is no way to ${t.host} from here: check the bot's network and routes`,
  },
  {
    words: /kex_exchange_identification|Unable to negotiate|banner exchange: .* invalid/i,
    why: t =>
      `${t.host}:${t.port} took the call but did not speak ssh with us: check the port, sshd's MaxStartups and its log`,
  },
  {
    words: /Bad configuration option|Can't open user config|no argument after keyword/i,
    why: () => 'the ssh configuration file cannot be used: correct it',
  },
];

/** ssh ends with 255 for its own troubles. What it wrote tells whether a command may have run. */
export const sshTrouble = (target: SshTarget, stderr: string): Carried => {
  const trouble = before.find(({ words }) => words.test(stderr));
  if (trouble) return { end: 'unreachable', why: `${trouble.why(target)}; nothing was run` };
  const said = stderr.split('\n').at(-1)?.trim();
  return { end: 'dropped', why: `the connection to ${target.host} went (${said || 'ssh said nothing'})` };
};
