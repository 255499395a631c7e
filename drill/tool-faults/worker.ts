/** Plays the cases that its parent sends, one answer each; ends with its parent. */
import type { Case } from './cases.ts';
import { playCase } from './play-case.ts';

process.on('disconnect', () => process.exit(1));
process.on('message', ({ id, one }: { id: number; one: Case }) => {
  playCase(one).then(
    played => process.send?.({ id, played }),
    (error: unknown) => process.send?.({ id, trouble: error instanceof Error ? error.stack : String(error) }),
  );
});
