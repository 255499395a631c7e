import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian's packages, and the programs of each that the tests here start. */
export const packages = {
  'etcd-server': ['etcd'],
  'etcd-client': ['etcdctl'],
  'openssh-server': ['sshd'],
  'openssh-client': ['ssh', 'scp', 'ssh-keygen'],
  postgresql: ['initdb', 'postgres'],
  busybox: ['busybox'],
  dash: ['dash'],
  'perl-base': ['perl'],
  curl: ['curl'],
  openssl: ['openssl'],
  shellcheck: ['shellcheck'],
  systemd: ['systemd-analyze'],
  sudo: ['visudo'],
  // Slack's own clients for Python come from PyPI into a venv: test/machine/drill/slack/foreign/requirements.txt
  'python3-venv': ['python3'],
} as const;

const folders = [
  ...(process.env.PATH ?? '').split(delimiter),
  '/usr/sbin',
  process.env.POSTGRES_BIN ?? '/usr/lib/postgresql/15/bin',
];
const isThere = (program: string) => folders.some(folder => existsSync(join(folder, program)));

/** One line for a person, or null where nothing is missing. */
export const missing = (there: (program: string) => boolean = isThere): string | null => {
  const lacking = Object.entries(packages).filter(([, programs]) => !programs.every(there));
  if (lacking.length === 0) return null;
  const names = lacking.map(([name]) => name).join(' ');
  return `npm run test:machine tests with real programs, and these packages are not here: sudo apt-get install -y ${names}`;
};

/** vitest calls it before the first file: nothing is skipped, and nothing half-runs. */
export const setup = (): void => {
  const line = missing();
  if (line === null) return;
  console.error(line);
  process.exit(1);
};
