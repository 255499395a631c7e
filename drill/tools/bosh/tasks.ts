import { program } from '../program.ts';
import type { Answer, Call, Director } from './director.ts';
import { eventPrinter } from './events.ts';
import { failed, under } from './failure.ts';
import type { Ui } from './ui.ts';

/** A task as GET /tasks/ID tells it. */
export type Task = {
  readonly id: number;
  readonly state: string;
  readonly description: string;
  readonly timestamp: number | null;
  readonly started_at: number | null;
  readonly result: string | null;
  readonly user: string | null;
  readonly deployment: string | null;
};

const betweenPollsMs = 500;
const running = ['queued', 'processing', 'cancelling'];

export const isRunning = (task: Task): boolean => running.includes(task.state);

/** The task that an answer of the Director names. */
export const taskOf = (answer: Answer): Task => JSON.parse(answer.body) as Task;

/** Sends a call that creates a task, follows it to its end and answers its result. The Failure says what the task became. */
export const runTask = async (director: Director, ui: Ui, call: Call): Promise<string> => {
  const task = taskOf(await director.send(call));
  await follow(director, ui, task.id, 'event');
  return resultOf(director, task.id);
};

/**
 * Shows a task from its first byte on and waits for its end. The state is read before the output, so the last output is
 * never missed; the output is asked for by byte range, and nothing new is 416 or 204.
 */
export const follow = async (
  director: Director,
  ui: Ui,
  id: number,
  output: string,
  raw = false,
): Promise<void> => {
  ui.begin(`Task ${id}`);
  const printer = eventPrinter(ui, id);
  // Stays empty when the Director is lost before it said anything, and is then printed empty.
  let state = '';
  let offset = 0;
  try {
    for (;;) {
      state = taskOf(
        await inContext('Getting task state', director.send({ method: 'GET', path: `/tasks/${id}` })),
      ).state;
      const chunk = await inContext('Getting task output', outputFrom(director, id, output, offset));
      offset += Buffer.byteLength(chunk);
      if (raw) printer.raw(chunk);
      else printer.output(chunk);
      if (!running.includes(state)) break;
      await new Promise(resolve => setTimeout(resolve, program()?.pollMs ?? betweenPollsMs));
    }
  } finally {
    printer.finished(state);
  }
  if (state !== 'done') throw failed(`Expected task '${id}' to succeed but state is '${state}'`);
};

const outputFrom = async (director: Director, id: number, type: string, offset: number): Promise<string> => {
  const path = `/tasks/${id}/output?type=${type}`;
  const answer = await director.ask({ method: 'GET', path, headers: { range: `bytes=${offset}-` } });
  if (answer.status === 416 || answer.status === 204) return '';
  if (answer.status === 200) return Buffer.from(answer.body).subarray(offset).toString();
  if (answer.status === 206) return answer.body;
  throw failed(
    `Director responded with non-successful status code '${answer.status}' response '${answer.body}'`,
  );
};

const resultOf = async (director: Director, id: number): Promise<string> =>
  (await director.send({ method: 'GET', path: `/tasks/${id}/output?type=result` })).body;

export const inContext = async <T>(doing: string, work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    throw under(doing, error);
  }
};
