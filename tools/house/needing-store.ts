import { matchesGlob } from 'node:path';
import base from '../../vitest.config.ts';
import { readModule } from './modules.ts';

const readsIt = /process\.env\.DATABASE_URL|process\.env(?![.[\w])/;

/**
 * The suites of `npm test` to which DATABASE_URL makes a difference: they, or a helper or a part of the box that they import
 * (at any remove), read it from the process, or hand the whole environment on. To all others it is the same run twice.
 */
export const needingStore = (root: string, files: readonly string[]): readonly string[] => {
  const modules = new Map(
    files
      .filter(file => /^(test|drill|tools)\/.*\.ts$/.test(file))
      .map(file => [file, readModule(root, file)]),
  );
  const known = new Map<string, boolean>();
  const needs = (file: string): boolean => {
    const module = modules.get(file);
    if (!module) return false;
    const before = known.get(file);
    if (before !== undefined) return before;
    known.set(file, false);
    const found = readsIt.test(module.text) || module.imports.some(each => needs(each.file));
    known.set(file, found);
    return found;
  };
  const isSuite = (file: string) =>
    (base.test?.include ?? []).some(glob => matchesGlob(file, glob)) &&
    !(base.test?.exclude ?? []).some(glob => matchesGlob(file, glob));
  return [...modules.keys()].filter(file => isSuite(file) && needs(file));
};
