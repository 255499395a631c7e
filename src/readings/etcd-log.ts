/** capnslog (3.3, 3.4 by default) and zap JSON (3.5): the first line of a start. */
const startLine = /etcdmain: etcd Version:|"msg":"Running: "|"msg":"Running:"/;
/** 3.4 with --logger=zap has no such line; its first is this one. */
const zapStartLine = /"msg":"configuring peer listeners"/;

/** The log cut at every start. What stands before the first start (a cut block) is not among them. */
export const startBlocks = (log: string): readonly string[] => {
  const lines = log.replaceAll('\r', '').split('\n');
  const marker = lines.some(line => startLine.test(line)) ? startLine : zapStartLine;
  const starts = lines.flatMap((line, i) => (marker.test(line) ? [i] : []));
  return starts.map((start, i) =>
    lines
      .slice(start, starts[i + 1])
      .join('\n')
      .trimEnd(),
  );
};

/** The log from the last start on; the whole text when no start is in it (the tail cut it, or etcd never got that far). */
export const lastStartBlock = (log: string): string => startBlocks(log).at(-1) ?? log.trimEnd();

const hadMember = /already initialized/;
const panicked = /tocommit\(\d+\) is out of range/;
/**
 * The log tells that etcd once started here without member/. The first start of a young cluster also finds none, so a
 * first block counts only when it panicked: a fresh member has no leader that remembers it.
 */
export const memberWasMissing = (log: string): boolean =>
  startBlocks(log).some((block, i) => !hadMember.test(block) && (i > 0 || panicked.test(block)));
