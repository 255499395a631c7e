/** capnslog (3.3, 3.4 by default) and zap JSON (3.5): the first line of a start. */
const startLine = /etcdmain: etcd Version:|"msg":"Running: ?"/;
/** 3.4 with --logger=zap has no such line: a start begins here, or one line earlier where it found its data. */
const zapStartLine = /"msg":"configuring peer listeners"/;
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

/** The log from the last start on; the whole text when no start is in it: a member that looks for a leader writes
 *  hundreds of lines, and the tail may have cut its first. */
export const lastStartBlock = (log: string): string => startBlocks(log).at(-1) ?? log.trimEnd();

const panicked = /tocommit\(\d+\) is out of range/;
/**
 * The log tells that etcd once started here without member/. The first start of a young cluster also finds none, so a
 * first block counts only when it panicked: a fresh member has no leader that remembers it.
 */
export const memberWasMissing = (log: string): boolean =>
  startBlocks(log).some((block, i) => !hadMember.test(block) && (i > 0 || panicked.test(block)));
