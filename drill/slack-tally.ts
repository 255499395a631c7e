import type { Wire } from './slack/state.ts';

/** What a run says in Slack, as the box's Slack took it. */
export type SlackTally = {
  /** New messages of the bot, those for one person alone not counted. */
  readonly messagesPosted: number;
  /** Of messages that stood there already. */
  readonly messagesEdited: number;
};

/** Counts from now until it is asked. */
export const slackTallyFrom = (wires: () => readonly Wire[]): (() => SlackTally) => {
  const last = wires().at(-1)?.nth ?? 0;
  return () => {
    const taken = (method: string): number =>
      wires().filter(
        ({ nth, what, way, answer }) => nth > last && way === 'from app' && what === method && isOk(answer),
      ).length;
    return { messagesPosted: taken('chat.postMessage'), messagesEdited: taken('chat.update') };
  };
};

const isOk = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === true;
