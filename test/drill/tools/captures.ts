import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a real tool was seen to print, from test/fixtures/captures. */
export type Capture = {
  readonly file: string;
  /** The command line as it was typed into a shell. */
  readonly line: string;
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
};

const folder = (tool: 'bosh' | 'govc') => join(import.meta.dirname, '../../fixtures/captures', tool);

export const captureFiles = (tool: 'bosh' | 'govc'): readonly string[] =>
  readdirSync(folder(tool)).toSorted();

/** Streams kept whole between marks, or as JSON-encoded chunks in the order of arrival. */
export const boshCapture = (file: string): Capture => {
  const text = readFileSync(join(folder('bosh'), file), 'utf8');
  const line = /^\$ (.*)$/m.exec(text.replace(/^\$ \(fake Director.*\n/, ''))?.[1] ?? '';
  const exitCode = Number(/^# exit code: (\d+)/m.exec(text)?.[1] ?? Number.NaN);
  const whole = /----- stdout -----\n([\s\S]*)\n----- stderr -----\n([\s\S]*)\n$/.exec(text);
  if (whole) return { file, line, exitCode, stdout: whole[1] ?? '', stderr: whole[2] ?? '' };
  const chunks = [...text.matchAll(/^ *\d+ (out|err) (".*")$/gm)];
  const stream = (name: string) =>
    chunks
      .filter(chunk => chunk[1] === name)
      .map(chunk => JSON.parse(chunk[2] ?? '""') as string)
      .join('');
  return { file, line, exitCode, stdout: stream('out'), stderr: stream('err') };
};

export const govcCapture = (file: string): Capture => {
  const text = readFileSync(join(folder('govc'), file), 'utf8');
  const line = /^\$ (.*)$/m.exec(text)?.[1] ?? '';
  const streams = /--- stdout\n([\s\S]*?)--- stderr\n([\s\S]*?)--- elapsed .*\nexit (\d+)/.exec(text);
  return {
    file,
    line,
    exitCode: Number(streams?.[3]),
    stdout: streams?.[1] ?? '',
    stderr: streams?.[2] ?? '',
  };
};
