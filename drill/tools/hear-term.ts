import { program } from './program.ts';

/** Work that answers TERM by itself: the signal is aborted and the program goes on to its end. Anywhere else TERM ends a program
 *  where it stands. */
export const hearTerm = async <Result>(work: (term: AbortSignal) => Promise<Result>): Promise<Result> => {
  const term = new AbortController();
  const stop = () => term.abort();
  const inBox = program();
  if (inBox) inBox.onTerm = stop;
  else process.on('SIGTERM', stop);
  try {
    return await work(term.signal);
  } finally {
    if (inBox) inBox.onTerm = null;
    else process.off('SIGTERM', stop);
  }
};
