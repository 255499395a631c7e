import { createHash, randomUUID } from 'node:crypto';
import { appendFileSync, createReadStream, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Redactor } from '../../readings/redact.ts';
import { logsOf } from './logs.ts';

type OutputOptions = {
  readonly redact: Redactor;
  /** Where the full redacted output goes when it is too long to be kept in memory. */
  readonly folder: string;
  readonly onOutput?: (text: string) => void;
  /** Characters kept of each stream, half of them from its end. */
  readonly keep?: number;
  /** Of the file that all of it goes into however short it is; absent: only what is too long goes into one. */
  readonly name?: string | undefined;
};
/** What is kept of a command's output, all of it redacted. */
export type KeptOutput = {
  readonly stdout: string;
  readonly stderr: string;
  readonly sha256: string;
  readonly lines: number;
  readonly logPath?: string;
};
export type Output = {
  stdout(bytes: Uint8Array): void;
  stderr(bytes: Uint8Array): void;
  end(): Promise<KeptOutput>;
};

const fourMega = 4 << 20;

/** One stream's redacted text: whole in memory, or its head and tail with everything in a file. */
const createKeeper = (keep: number, spillPath: string) => {
  const half = Math.floor(keep / 2);
  let whole = '';
  let tail = '';
  let total = 0;
  const spill = (text: string) => {
    if (tail === '') {
      mkdirSync(dirname(spillPath), { recursive: true, mode: 0o700 });
      writeFileSync(spillPath, whole, { mode: 0o600 });
      tail = whole;
    }
    appendFileSync(spillPath, text);
    tail += text;
    // Cut only now and then: slicing at every piece would copy megabytes for each line.
    if (tail.length > 2 * keep) tail = tail.slice(-half);
  };
  const spilt = () => total > keep;
  const headAndTail = () =>
    `${whole.slice(0, half).toWellFormed()}\n… ${total - 2 * half} characters are only in the log file …\n${tail.slice(-half).toWellFormed()}`;
  return {
    spillPath,
    spilt,
    add: (text: string) => {
      total += text.length;
      if (spilt()) spill(text);
      else whole += text;
    },
    text: () => (spilt() ? headAndTail() : whole),
  };
};
type Keeper = ReturnType<typeof createKeeper>;

/** Everything that was printed, in pieces: stdout, then stderr. */
async function* pieces(keepers: readonly Keeper[]): AsyncGenerator<Buffer> {
  for (const keeper of keepers)
    if (keeper.spilt()) yield* createReadStream(keeper.spillPath);
    else yield Buffer.from(keeper.text());
}

/** The file is a service to readers: a full disk here must not lose what became of a command there. Made with the first
 *  piece, so that a refused second start does not empty what the first one printed. */
const openLog = (path: string, wanted: boolean) => {
  let state: 'unwanted' | 'new' | 'open' = wanted ? 'new' : 'unwanted';
  const begin = () => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, '', { mode: 0o600 });
    state = 'open';
  };
  return {
    add: (piece: Buffer) => {
      if (state === 'unwanted' || piece.length === 0) return;
      try {
        if (state === 'new') begin();
        appendFileSync(path, piece);
      } catch {
        state = 'unwanted';
      }
    },
    whole: () => state === 'open',
  };
};

const sum = async (
  keepers: readonly Keeper[],
  logPath: string,
  named: boolean,
): Promise<Omit<KeptOutput, 'stdout' | 'stderr'>> => {
  const file = openLog(logPath, named || keepers.some(keeper => keeper.spilt()));
  const hash = createHash('sha256');
  let newlines = 0;
  let last = 10;
  for await (const piece of pieces(keepers)) {
    hash.update(piece);
    file.add(piece);
    for (const byte of piece) if (byte === 10) newlines++;
    last = piece.at(-1) ?? last;
  }
  for (const keeper of keepers) if (keeper.spilt()) rmSync(keeper.spillPath, { force: true });
  const counted = { sha256: hash.digest('hex'), lines: newlines + (last === 10 ? 0 : 1) };
  return file.whole() ? { ...counted, logPath } : counted;
};

/** The message of a broken redactor may quote what it was given: only its kind is told. */
const kindOf = (error: unknown): string => {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
};

/** Bytes in, as they come; out goes redacted text, whole characters only. If the redactor throws, nothing goes out. */
export const createOutput = ({ redact, folder, onOutput, keep = fourMega, name }: OutputOptions): Output => {
  const path = join(logsOf(folder), randomUUID());
  const logPath = name === undefined ? `${path}.log` : join(logsOf(folder), `${name}.log`);
  let broken: string | null = null;
  let listening = onOutput;
  const guarded = (work: () => string): string => {
    if (broken) return '';
    try {
      return work();
    } catch (error) {
      broken = kindOf(error);
      return '';
    }
  };
  const tell = (text: string) => {
    try {
      listening?.(text);
    } catch {
      // A listener's fault must not end the command; what it missed is in what we keep.
      listening = undefined;
    }
    return '';
  };
  const createStream = (spillPath: string) => {
    const keeper = createKeeper(keep, spillPath);
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    let sieve: ReturnType<Redactor['stream']> | null = null;
    const keepAndTell = (text: string) => {
      keeper.add(text);
      return tell(text);
    };
    const pass = (text: string) => {
      if (text !== '') guarded(() => keepAndTell(text));
    };
    const sifted = (text: string): string => {
      sieve ??= redact.stream();
      return sieve.push(text);
    };
    return {
      keeper,
      push: (bytes: Uint8Array) => pass(guarded(() => sifted(decoder.decode(bytes, { stream: true })))),
      finish: () => pass(guarded(() => sifted(decoder.decode()) + (sieve?.finish() ?? ''))),
    };
  };
  const streams = [createStream(`${path}.stdout`), createStream(`${path}.stderr`)] as const;

  return {
    stdout: streams[0].push,
    stderr: streams[1].push,
    end: async () => {
      for (const stream of streams) stream.finish();
      const keepers = streams.map(stream => stream.keeper);
      if (broken) {
        for (const keeper of keepers) rmSync(keeper.spillPath, { force: true });
        const note = `the output is withheld because redacting or keeping it failed (${broken})`;
        return {
          stdout: '',
          stderr: note,
          sha256: createHash('sha256').update(note).digest('hex'),
          lines: 1,
        };
      }
      return {
        stdout: streams[0].keeper.text(),
        stderr: streams[1].keeper.text(),
        ...(await sum(keepers, logPath, name !== undefined)),
      };
    },
  };
};
