import { readFileSync } from 'node:fs';
import type { Command, Ran } from '../../src/model/command.ts';
import { readVm } from '../../src/readings/bosh-ssh.ts';
import { type Probe, probeOf } from '../../src/readings/probe.ts';
import { isMissed, type Reading } from '../../src/readings/reading.ts';

/** A command that ran and printed this. */
export const ranOf = (
  argv: readonly [string, ...string[]],
  printed: Partial<Ran> & { readonly tool?: Command['tool'] } = {},
): Ran => {
  const { tool = 'bosh', ...ran } = printed;
  return {
    command: { tool, argv, effect: 'reads', deadlineSeconds: 60 },
    end: 'exited',
    exitCode: 0,
    why: null,
    stdout: '',
    stderr: '',
    sha256: '',
    lines: 0,
    seconds: 1,
    ...ran,
  };
};

const text = (path: string) => readFileSync(new URL(`../fixtures/captures/${path}`, import.meta.url), 'utf8');
const words = (line: string): [string, ...string[]] => {
  const [first = '', ...more] = line.replace(/^\$ /, '').split(' ');
  return [first, ...more];
};

const chunks = (body: string, stream: string): string =>
  [...body.matchAll(/^\s*\d+ (out|err) (".*")$/gm)]
    .filter(found => found[1] === stream)
    .map(found => JSON.parse(found[2] ?? '""') as string) // the captures hold JSON strings
    .join('');

/** test/fixtures/captures/bosh: what the real bosh CLI printed. */
export const bosh = (file: string): Ran => {
  const body = text(`bosh/${file}`);
  const [stdout = '', stderr = ''] =
    body.split('----- stdout -----\n')[1]?.split('----- stderr -----\n') ?? [];
  const streamed = body.includes('# chunks as they arrived');
  return ranOf(words(/^\$ (bosh|env) .*$/m.exec(body)?.[0] ?? ''), {
    exitCode: Number(/exit code: (\d+)/.exec(body)?.[1] ?? 0),
    stdout: streamed ? chunks(body, 'out') : stdout,
    stderr: streamed ? chunks(body, 'err') : stderr,
  });
};

/** test/fixtures/captures/govc: what the real govc printed. */
export const govc = (file: string): Ran => {
  const body = text(`govc/${file}`);
  const [, stdout = '', stderr = ''] =
    /--- stdout\n([\s\S]*?)--- stderr\n([\s\S]*?)--- elapsed/.exec(body) ?? [];
  return ranOf(['govc', 'find'], {
    tool: 'govc',
    exitCode: Number(/^exit (\d+)/m.exec(body)?.[1] ?? 0),
    stdout,
    stderr,
  });
};

/** `bosh ssh --results --json` of one VM that printed this. */
export const vmSaid = (stdout: string, exitCode = 0, stderr = ''): Ran =>
  ranOf(['bosh', '-d', 'd', 'ssh', 'master/9b8ad6e0-a438-4033-9767-46c586fb4771'], {
    exitCode: exitCode === 0 ? 0 : 1,
    stdout: JSON.stringify({
      Tables: [
        {
          Content: 'results',
          Header: {},
          Rows: [
            {
              instance: 'master/9b8ad6e0-a438-4033-9767-46c586fb4771',
              stdout,
              stderr,
              exit_code: String(exitCode),
              error: '',
            },
          ],
          Notes: null,
        },
      ],
      Blocks: null,
      Lines: [],
    }),
  });

/** What one VM said to the probe, read. */
export const probeIn = (ran: Ran): Reading<Probe> => {
  const vm = readVm(ran);
  return isMissed(vm) ? vm : probeOf(vm);
};
export const probeSaid = (stdout: string): Reading<Probe> => probeIn(vmSaid(stdout));
