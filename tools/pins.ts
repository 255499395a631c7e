import { join } from 'node:path';
import pinned from './pins.json' with { type: 'json' };

/** A real tool at one release: what `go install` is given and what the program must say of itself afterwards. */
export type Pin = {
  readonly name: string;
  readonly package: string;
  readonly version: string;
  /** A folder with a go.mod that names this version and all that it is built of; without it Go asks the proxy. */
  readonly module?: string;
  /** What `go install` calls it. */
  readonly binary: string;
  /** Without these the program calls itself a development build, and `-require` refuses it. */
  readonly labels: Readonly<Record<string, string>>;
  readonly asks: readonly string[];
  readonly says: string;
};

/** JSON gives each tool's labels a type of their own; here they are all names with values. */
export const pins: readonly Pin[] = pinned.tools.map(tool => ({
  ...tool,
  labels: Object.fromEntries(Object.entries(tool.labels).map(([name, value]) => [name, String(value)])),
}));

const checkout = join(import.meta.dirname, '..');
/** Ignored by git; shared by every suite of the checkout. */
export const toolsFolder = join(checkout, pinned.folder);
export const toolPath = (name: string): string => join(toolsFolder, name);

/** The arguments of `go` that build it. */
export const goInstall = (pin: Pin): readonly string[] => {
  const labels = Object.entries(pin.labels).map(([name, value]) => `-X ${name}=${value}`);
  const flags = ['-trimpath', '-ldflags', ['-s', '-w', ...labels].join(' ')];
  return pin.module
    ? ['install', '-C', join(checkout, pin.module), ...flags, pin.package]
    : ['install', ...flags, `${pin.package}@${pin.version}`];
};
