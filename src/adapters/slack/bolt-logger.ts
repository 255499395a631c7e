import { type Logger, LogLevel } from '@slack/bolt';

const oneLine = (said: readonly unknown[]): string =>
  said
    .map(part =>
      part instanceof Error ? part.message : typeof part === 'string' ? part : JSON.stringify(part),
    )
    .join(' ')
    .replaceAll(/\s+/g, ' ');

/** Bolt's warnings and errors as single lines; what it says below that is nobody's business at 3 a.m. */
export const boltLogger = (log: (line: string) => void): Logger => ({
  debug: () => {},
  info: () => {},
  warn: (...said) => log(`slack warns: ${oneLine(said)}`),
  error: (...said) => log(`slack: ${oneLine(said)}`),
  setLevel: () => {},
  getLevel: () => LogLevel.WARN,
  setName: () => {},
});
