/**
 * npm run tools [-- NAME...]: puts the pinned real tools into .tools/bin, quick when they are there already. Exit 1 when
 * one can't be had, with the reason. `--print NAME...` prints the go command lines instead, for the Dockerfile.
 */
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { goInstall, type Pin, pins, toolPath, toolsFolder } from './pins.ts';

const run = promisify(execFile);

type Outcome =
  | { readonly pin: Pin; readonly had: 'present' | 'installed' }
  | { readonly pin: Pin; readonly why: string };

/** Does the program in .tools/bin say that it is this release? */
export const isPresent = async (pin: Pin): Promise<boolean> => {
  try {
    const { stdout } = await run(toolPath(pin.name), [...pin.asks], { timeout: 20_000 });
    return stdout.includes(pin.says);
  } catch {
    return false;
  }
};

const hasGo = async (): Promise<boolean> => {
  try {
    await run('go', ['version']);
    return true;
  } catch {
    return false;
  }
};

/** A build that takes longer hangs on something, and the others would have to wait for it. */
const longestMs = 8 * 60_000;

/** The last words of go, which name the cause (the module, the address and what it answered); what it downloaded comes before. */
const causeIn = (error: unknown): string => {
  if (error instanceof Error && 'killed' in error && error.killed === true)
    return `go did not end within ${longestMs / 60_000} minutes and was stopped`;
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  const lines = said.split('\n').filter(line => line.trim() !== '' && !line.startsWith('go: downloading'));
  return lines.slice(-3).join(' ').replace(/\s+/g, ' ') || String(error);
};

const install = async (pin: Pin): Promise<Outcome> => {
  // Built beside its place and moved there whole: a suite that runs meanwhile never sees half a program.
  const folder = await mkdtemp(join(toolsFolder, '..', `${pin.name}-`));
  try {
    const environment = { ...process.env, GOBIN: folder, GOTOOLCHAIN: 'local' };
    await run('go', [...goInstall(pin)], {
      env: environment,
      maxBuffer: 16 * 1024 * 1024,
      timeout: longestMs,
    });
    await chmod(join(folder, pin.binary), 0o755);
    await rename(join(folder, pin.binary), toolPath(pin.name));
    const isRight = await isPresent(pin);
    return isRight ? { pin, had: 'installed' } : { pin, why: `it was built but does not say "${pin.says}"` };
  } catch (error) {
    return { pin, why: causeIn(error) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const have = async (pin: Pin, go: Promise<boolean>): Promise<Outcome> => {
  if (await isPresent(pin)) return { pin, had: 'present' };
  if (!(await go))
    return { pin, why: 'Go is not installed here: install Go 1.25 or later, then run this again' };
  process.stdout.write(`${pin.name} ${pin.version}: building, this can take minutes\n`);
  return install(pin);
};

const quoted = (word: string) => (/^[\w@./-]+$/.test(word) ? word : `'${word}'`);
const printed = (pin: Pin) => {
  const line = ['go', ...goInstall(pin)].map(quoted).join(' ');
  return `${line} && mv "$(go env GOPATH)/bin/${pin.binary}" ${quoted(`/usr/local/bin/${pin.name}`)}`;
};

/** What some networks refuse comes last: what can be had is there by then, and nothing waits for a refusal. */
const inOrder = (pin: Pin): number => Number(pin.name === 'bosh');

const chosen = (names: readonly string[]): readonly Pin[] => {
  const unknown = names.filter(name => !pins.some(pin => pin.name === name));
  if (unknown.length > 0) throw new Error(`${unknown.join(', ')}: not pinned in tools/pins.json`);
  const some = names.length === 0 ? pins : pins.filter(pin => names.includes(pin.name));
  return some.toSorted((a, b) => inOrder(a) - inOrder(b));
};

const main = async (words: readonly string[]): Promise<number> => {
  const wanted = chosen(words.filter(word => word !== '--print'));
  if (words.includes('--print')) {
    for (const pin of wanted) process.stdout.write(`${printed(pin)}\n`);
    return 0;
  }
  await mkdir(toolsFolder, { recursive: true });
  const go = hasGo();
  const missing: string[] = [];
  for (const pin of wanted) {
    const since = Date.now();
    const outcome = await have(pin, go);
    const ended = 'why' in outcome ? `MISSING: ${outcome.why}` : outcome.had;
    if ('why' in outcome) missing.push(`${pin.name} ${pin.version}`);
    const seconds = Math.round((Date.now() - since) / 1000);
    process.stdout.write(`${pin.name.padEnd(12)} ${pin.version.padEnd(8)} ${ended} (${seconds} s)\n`);
  }
  if (missing.length > 0)
    process.stdout.write(
      `${missing.join(', ')} of ${wanted.length} real tools can't be had here, for the reason above: their stand-ins are held against the captures (npm test), and npm run test:real fails where CI is set\n`,
    );
  return missing.length > 0 ? 1 : 0;
};

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
