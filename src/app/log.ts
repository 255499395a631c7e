import { pino } from 'pino';

export type Log = (line: string) => void;

const runOf = /\brun-[0-9a-f]{8}\b/;

/** One JSON line each on stdout, with the run that it is about as a field of its own; `redact` is the tools' own redactor. */
export const botLog = (redact: (text: string) => string): Log => {
  const out = pino({
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: level => ({ level }) },
  });
  return line => {
    const [run] = runOf.exec(line) ?? [];
    out.info(run === undefined ? {} : { run }, redact(line));
  };
};
