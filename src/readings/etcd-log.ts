import { startLine, zapStartLine } from '../cluster/start-line.ts';

const hadMember = /already initialized/;

const startsOf = (lines: readonly string[]): readonly number[] => {
  if (lines.some(line => startLine.test(line)))
    return lines.flatMap((line, i) => (startLine.test(line) ? [i] : []));
  return lines.flatMap((line, i) =>
    zapStartLine.test(line) ? [hadMember.test(lines[i - 1] ?? '') ? i - 1 : i] : [],
  );
};

/** The log cut at every start. What stands before the first start (a cut block) is not among them. */
export const startBlocks = (log: string): readonly string[] => {
  const lines = log.replaceAll('\r', '').split('\n');
  const starts = startsOf(lines);
  return starts.map((start, i) =>
    lines
      .slice(start, starts[i + 1])
      .join('\n')
      .trimEnd(),
  );
};

/** How a start shows what became of it: it serves, looks for a leader, or says why it ended. */
const told =
  /ready to serve client requests|starting a new election|panic:| C \| |"level":"(?:fatal|panic)"|^Error: |permanently removed|re-configuration failed/m;

/**
 * The log from the last start on that shows what became of it: in a crash loop the newest start may be a tenth of a
 * second old, and would look like a process without a fault; then the one before it stands first. The whole text when no
 * start is in it: a member that looks for a leader writes hundreds of lines, and the tail may have cut its first.
 */
export const lastStartBlock = (log: string): string => {
  const blocks = startBlocks(log);
  const newest = blocks.at(-1);
  if (newest === undefined) return log.trimEnd();
  const before = blocks.at(-2);
  return before === undefined || told.test(newest) ? newest : `${before}\n${newest}`;
};

/**
 * Did the data that are there now begin without member/? From the line of birthAwk (src/commands/vm.ts): `absent 0`. Data
 * that know other members came from a cluster with others, however they began. null: the log does not reach back to tell.
 */
export const memberWasMissing = (birth: string): boolean | null => {
  const told = /^(absent|present|unseen) (\d+)$/m.exec(birth);
  if (told === null) return null;
  if (told[1] === 'present' || Number(told[2]) > 0) return false;
  return told[1] === 'absent' ? true : null;
};
