import { startLine, startTold, zapStartLine } from '../cluster/start-line.ts';

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

/** When etcd was started, by the stamps of its start lines: capnslog (the VM's own time, UTC on stemcells), zap in ISO or
 *  in seconds. */
export const startTimes = (log: string): readonly string[] =>
  log
    .split('\n')
    .filter(line => startLine.test(line))
    .map(line => {
      const [, day, time, zap] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)|"ts":"?([^",}]+)/.exec(line) ?? [];
      const at =
        zap === undefined
          ? Date.parse(`${day}T${time}Z`)
          : /^\d+(\.\d+)?$/.test(zap)
            ? Number(zap) * 1000
            : Date.parse(zap);
      return at;
    })
    .filter(at => !Number.isNaN(at))
    .toSorted((a, b) => a - b)
    .map(at => new Date(at).toISOString());

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
  return before === undefined || startTold.test(newest) ? newest : `${before}\n${newest}`;
};

/**
 * Did the data that are there now begin without member/? From the line of src/commands/scripts/birth.sh: `absent 0`. Data
 * that know other members came from a cluster with others, however they began. null: the log does not reach back to tell.
 */
export const memberWasMissing = (birth: string): boolean | null => {
  const told = /^(absent|present|unseen) (\d+)$/m.exec(birth);
  if (told === null) return null;
  if (told[1] === 'present' || Number(told[2]) > 0) return false;
  return told[1] === 'absent' ? true : null;
};
