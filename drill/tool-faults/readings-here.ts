import { createOutput } from '../../src/adapters/jump-host/output.ts';
import type { Command, Ran } from '../../src/model/command.ts';
import type { Redactor } from '../../src/readings/redact.ts';
import { asProgram } from '../tools/program.ts';
import { mains } from '../tools/tool-server.ts';

type Place = {
  /** What the stand-ins' wrappers on PATH say where the environment says nothing. */
  readonly defaults: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly redact: Redactor;
  readonly folder: string;
};

/**
 * A stand-in's reading without the processes that carry it: a run looks several hundred times, and nearly all of a case's
 * time went into starting `sh` and `perl` for looks that nothing befalls. null: this command is none of them.
 */
export const readHere = async (command: Command, place: Place): Promise<Ran | null> => {
  const [program, ...argv] = command.argv;
  const main = command.effect === 'reads' ? mains[program] : undefined;
  if (!main) return null;
  const output = createOutput(place);
  const since = performance.now();
  const exitCode = await asProgram(
    { ended: AbortSignal.timeout(command.deadlineSeconds * 1000), pollMs: 20 },
    () =>
      main(
        argv,
        { ...place.defaults, ...place.env },
        {
          out: text => output.stdout(Buffer.from(text)),
          err: text => output.stderr(Buffer.from(text)),
        },
      ),
  );
  const kept = await output.end();
  return {
    command,
    end: 'exited',
    exitCode,
    why: null,
    ...kept,
    seconds: (performance.now() - since) / 1000,
  };
};
