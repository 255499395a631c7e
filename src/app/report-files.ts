import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Entry } from '../ports/run-log.ts';
import { reportMarkdown } from '../report/markdown.ts';
import { reportPage } from '../report/page.ts';
import { reportOf } from '../report/report.ts';
import type { Style } from '../report/sums.ts';
import type { RunEvent } from '../runs/events.ts';

/** Every text of it through the redactor once more: what an earlier version wrote down knew fewer secrets. */
const redacted = <T>(value: T, redact: (text: string) => string): T =>
  JSON.parse(JSON.stringify(value), (_name, each: unknown) =>
    typeof each === 'string' ? redact(each) : each,
  );

/** Whole or not at all, and for the bot's user alone. */
const put = async (path: string, content: string): Promise<string> => {
  await writeFile(`${path}.new`, content, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return path;
};

/** Both forms of a run's report, in `folder`; their paths. */
export const writeReport = async (
  folder: string,
  entries: readonly Entry<RunEvent>[],
  style: Style,
  redact: (text: string) => string,
): Promise<{ readonly html: string; readonly markdown: string }> => {
  const report = reportOf(redacted(entries, redact));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, report.run.id);
  return {
    html: await put(`${path}.html`, reportPage(report, style)),
    markdown: await put(`${path}.md`, reportMarkdown(report, style)),
  };
};
