import type { Director } from './foundation/director/director.ts';

/** What a run asked of the Director, counted by the box and not by the bot. */
export type Tally = {
  /** Every task, whoever asked for it: the watch's too. */
  readonly directorTasks: number;
  /** Set-ups of `bosh ssh` and `bosh scp`, each of one instance or of a whole group. */
  readonly logins: number;
  /** How often the deployment's instances were listed, by asking their agents or from the database alone. */
  readonly looks: number;
};

/** Counts from now until it is asked. */
export const tallyFrom = ({ tasks, listings }: Pick<Director, 'tasks' | 'listings'>): (() => Tally) => {
  const last = tasks()[0]?.id ?? 0;
  const listed = listings();
  return () => {
    const made = tasks().filter(({ id }) => id > last);
    return {
      directorTasks: made.length,
      logins: made.filter(({ type, description }) => type === 'ssh' && description.startsWith('ssh: setup:'))
        .length,
      looks: listings() - listed,
    };
  };
};
