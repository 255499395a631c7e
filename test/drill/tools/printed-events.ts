/**
 * The events that a Director must have sent for a capture to show what it shows: read back from its
 * `Task N | 07:49:25 | Stage: task (00:00:01)` lines. What is printed is the CLI's; what was sent is the same again.
 */
export const printedEvents = (printed: string, task: number): string => {
  const day = dayOf(printed, task);
  const open = new Map<string, number>();
  const heads = new RegExp(
    `\\nTask ${task} \\| (\\d\\d:\\d\\d:\\d\\d) \\| ([^\\n]*)((?:\\n {23}L Error: [^\\n]*)?)`,
    'g',
  );
  return [...printed.matchAll(heads)]
    .flatMap(([, clock, text = '', failure = '']) => {
      const time = Date.parse(`${day}T${clock}Z`) / 1000;
      return (
        globalEvent(time, text) ?? stageEvents(open, time, text, failure.replace(/^\n {23}L Error: /, ''))
      );
    })
    .map(event => `${JSON.stringify(event)}\n`)
    .join('');
};

const globalEvent = (time: number, text: string) => {
  const [, kind, message] = /^(Error|Warning|Deprecation): (.*)$/.exec(text) ?? [];
  if (kind === undefined) return undefined;
  return [
    kind === 'Error' ? { time, error: { code: 100, message } } : { time, type: kind.toLowerCase(), message },
  ];
};

/** A line begins a task of a stage, ends one that an earlier line began, or does both. */
const stageEvents = (open: Map<string, number>, time: number, text: string, error: string): object[] => {
  const [, name = '', hours, minutes, seconds] = /^(.*?)(?: \((\d\d):(\d\d):(\d\d)\))?$/.exec(text) ?? [];
  const cut = name.indexOf(': ');
  const body = { stage: name.slice(0, cut), tags: [], total: 1, task: name.slice(cut + 2), index: 1 };
  const start = open.get(name);
  open.set(name, start ?? time);
  const begun = start === undefined ? [{ time, ...body, state: 'started', progress: 0 }] : [];
  if (hours === undefined) return begun;
  open.delete(name);
  const end = (start ?? time) + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  const how = error === '' ? { state: 'finished' } : { state: 'failed', data: { error } };
  return [...begun, { time: end, ...body, ...how, progress: 100 }];
};

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** 2026-11-22 from `Started  Sun Nov 22 07:49:27 UTC 2026`; any day where a mode does not print it. */
const dayOf = (printed: string, task: number): string => {
  const [, month = 'Nov', date = '22', year = '2026'] =
    new RegExp(`Task ${task} Started  \\w+ (\\w+) +(\\d+) [\\d:]+ UTC (\\d+)`).exec(printed) ?? [];
  return `${year}-${String(months.indexOf(month) + 1).padStart(2, '0')}-${date.padStart(2, '0')}`;
};

/** The text that --json keeps in Blocks and Lines, as one. */
export const printedText = (stdout: string): string => {
  try {
    const { Blocks, Lines } = JSON.parse(stdout) as { Blocks: string[] | null; Lines: string[] | null };
    return [...(Blocks ?? []), '\n', ...(Lines ?? [])].join('');
  } catch {
    return stdout;
  }
};

/** Every task id that a capture names, in order. */
export const printedTasks = (stdout: string): readonly number[] => [
  ...new Set([...printedText(stdout).matchAll(/Task (\d+)/g)].map(match => Number(match[1]))),
];
