import type { Ui } from './ui.ts';

/** One line of a task's event output (docs/evidence.md#the-api-of-the-director). */
type Event = {
  readonly time: number;
  readonly type?: 'warning' | 'deprecation';
  readonly message?: string;
  readonly stage?: string;
  readonly tags?: readonly string[];
  readonly total?: number;
  readonly task?: string;
  readonly index?: number;
  readonly state?: 'started' | 'finished' | 'failed' | 'in_progress';
  readonly data?: { readonly error?: string };
  readonly error?: { readonly code: number; readonly message: string };
};

/** Shows the events of one task as they come and, at its end, when it ran. Chunks may cut a line anywhere. */
export const eventPrinter = (ui: Ui, task: number) => {
  let partial = '';
  let any = false;
  let first: number | undefined;
  let last = 0;
  let open: Event | undefined;
  const started: Event[] = [];

  const head = (event: Event) => ui.block(`\nTask ${task} | ${clock(event.time)} | `);
  const whole = (event: Event, text: string) => {
    head(event);
    ui.block(text);
    open = undefined;
  };
  const over = (event: Event) => {
    const start = started.find(known => isSame(known, event));
    const took = ` (${start === undefined ? '' : duration(event.time - start.time)})`;
    if (start !== undefined && open === start) ui.block(took);
    else whole(event, nameOf(event) + took);
    open = undefined;
    if (event.state === 'failed') ui.block(`\n                       L Error: ${event.data?.error ?? ''}`);
  };
  const show = (event: Event) => {
    first ??= event.time;
    last = event.time;
    if (event.error !== undefined) return whole(event, `Error: ${event.error.message}`);
    if (event.type === 'warning') return whole(event, `Warning: ${event.message ?? ''}`);
    if (event.type === 'deprecation') return whole(event, `Deprecation: ${event.message ?? ''}`);
    if (event.state === 'started') {
      whole(event, nameOf(event));
      started.push(event);
      open = event;
    } else if (event.state === 'finished' || event.state === 'failed') over(event);
  };
  return {
    output(chunk: string) {
      if (chunk === '') return;
      if (!any) ui.begin('\n');
      any = true;
      const lines = (partial + chunk).split('\n');
      partial = lines.pop() ?? '';
      // The Director's own events; a line that is not JSON would be a fault of the box and is to be seen.
      for (const line of lines) if (line !== '') show(JSON.parse(line) as Event);
    },
    raw(chunk: string) {
      if (chunk === '') return;
      if (!any) for (const newline of ['\n', '\n']) ui.begin(newline);
      any = true;
      ui.block(chunk);
    },
    finished(state: string) {
      if (!any) return ui.end(`. ${state.charAt(0).toUpperCase()}${state.slice(1)}`);
      if (first !== undefined) ui.begin(`\n\n${spanOf(task, first, last)}`);
      ui.begin(`\nTask ${task} ${state}\n`);
    },
  };
};

const nameOf = (event: Event) =>
  `${event.stage ?? ''}${(event.tags ?? []).length > 0 ? ` ${(event.tags ?? []).join(', ')}` : ''}: ${event.task ?? ''}`;

/** Not by index: the CLI tells tasks of a stage apart by their name alone. */
const isSame = (a: Event, b: Event) =>
  a.stage !== undefined && a.stage === b.stage && a.task === b.task && String(a.tags) === String(b.tags);

const two = (number: number) => String(number).padStart(2, '0');

/** 15:04:05 in UTC from seconds since the epoch. */
const clock = (seconds: number) => new Date(seconds * 1000).toISOString().slice(11, 19);

/** 00:01:02 from seconds. */
const duration = (seconds: number) => {
  const whole = Math.max(0, Math.floor(seconds));
  return `${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
};

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Wed Aug  5 03:29:11 UTC 2020` from seconds since the epoch: Go's time.UnixDate. */
export const unixDate = (seconds: number): string => {
  const at = new Date(seconds * 1000);
  const day = String(at.getUTCDate()).padStart(2, ' ');
  return `${days[at.getUTCDay()]} ${months[at.getUTCMonth()]} ${day} ${clock(seconds)} UTC ${at.getUTCFullYear()}`;
};

const spanOf = (task: number, first: number, last: number) =>
  `Task ${task} Started  ${unixDate(first)}\nTask ${task} Finished ${unixDate(last)}\nTask ${task} Duration ${duration(last - first)}`;
