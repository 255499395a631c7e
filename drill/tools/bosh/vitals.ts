import { unixDate } from './events.ts';

/** What an agent reports of its VM. Percentages are text, as the agent sends them. */
export type Vitals = {
  readonly cpu?: { readonly sys?: string; readonly user?: string; readonly wait?: string };
  readonly disk?: Readonly<Record<string, { readonly percent?: string; readonly inode_percent?: string }>>;
  readonly load?: readonly string[];
  readonly mem?: { readonly kb?: string; readonly percent?: string };
  readonly swap?: { readonly kb?: string; readonly percent?: string };
  readonly uptime?: { readonly secs?: number };
};

export const vitalsHeader: readonly string[] = [
  'VM Created At',
  'Uptime',
  'Load\n(1m, 5m, 15m)',
  'CPU\nTotal',
  'CPU\nUser',
  'CPU\nSys',
  'CPU\nWait',
  'Memory\nUsage',
  'Swap\nUsage',
  'System\nDisk Usage',
  'Ephemeral\nDisk Usage',
  'Persistent\nDisk Usage',
];

export const instanceVitals = (
  createdAt: string | null | undefined,
  vitals: Vitals | null | undefined,
): readonly string[] => [
  createdAt ? unixDate(Date.parse(createdAt) / 1000) : '',
  uptime(vitals?.uptime?.secs),
  (vitals?.load ?? []).join(', '),
  '',
  percent(vitals?.cpu?.user),
  percent(vitals?.cpu?.sys),
  percent(vitals?.cpu?.wait),
  amount(vitals?.mem),
  amount(vitals?.swap),
  disk(vitals?.disk?.system),
  disk(vitals?.disk?.ephemeral),
  disk(vitals?.disk?.persistent),
];

type ProcessVitals = {
  readonly uptime?: { readonly secs: number };
  readonly mem?: { readonly kb: number; readonly percent: number };
  readonly cpu?: { readonly total: number };
};

export const processVitals = (process: ProcessVitals): readonly string[] => {
  const mem = process.mem && { kb: String(process.mem.kb), percent: String(process.mem.percent) };
  const cpu = process.cpu === undefined ? '' : `${process.cpu.total}%`;
  return ['', uptime(process.uptime?.secs), '', cpu, '', '', '', amount(mem), '', '', '', ''];
};

const percent = (text: string | undefined) => (text === undefined || text === '' ? '' : `${text}%`);

const uptime = (seconds: number | undefined) =>
  seconds === undefined
    ? ''
    : `${Math.floor(seconds / 86400)}d ${Math.floor(seconds / 3600) % 24}h ${Math.floor(seconds / 60) % 60}m ${Math.floor(seconds) % 60}s`;

const amount = (of: { readonly kb?: string; readonly percent?: string } | undefined) =>
  of?.percent === undefined ? '' : `${of.percent}% (${bytes(Number(of.kb ?? 0) * 1000)})`;

const disk = (of: { readonly percent?: string; readonly inode_percent?: string } | undefined) =>
  of?.percent === undefined ? '' : `${of.percent}% (${of.inode_percent ?? ''}i%)`;

const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Decimal units, one decimal below ten. */
const bytes = (count: number): string => {
  if (count < 10) return `${count} B`;
  const power = Math.min(units.length - 1, Math.floor(Math.log10(count) / 3));
  const value = Math.floor((count / 1000 ** power) * 10 + 0.5) / 10;
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ${units[power]}`;
};
