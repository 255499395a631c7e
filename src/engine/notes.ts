import type { NoteAbout } from '../runs/events.ts';
import type { StepRun } from '../runs/run.ts';
import type { Words } from '../words.ts';
import type { Turn } from './engine.ts';
import { write } from './write.ts';

/** Has this been said since the step's command began? */
export const isNoted = (at: StepRun, about: NoteAbout): boolean =>
  at.notes.some(note => note.about === about && note.at >= (at.began?.at ?? 0));

export const note = async (turn: Turn, at: StepRun, about: NoteAbout, words: Words): Promise<void> => {
  await write(turn, [{ kind: 'noted', step: at.planned.id, about, words }]);
};
