import { expect, test } from 'vitest';
import { mutants } from '../mutants/list.ts';
import { storyMutants } from '../mutants/stories.ts';
import { textOf } from './tree.ts';

test.each([...mutants, ...storyMutants].map(mutant => [mutant.name, mutant] as const))(
  'the planted bug “%s” still has its place: the text that it replaces stands once in its file',
  (_, { file, find }) => {
    expect(textOf(file).split(find).length - 1, file).toBe(1);
  },
);
