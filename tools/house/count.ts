import { floorOf, roomOf } from './floors.ts';
import type { Module } from './modules.ts';

const isProduct = ({ file }: { file: string }): boolean => /^(src|handlers)\//.test(file);

/** What is left when files that nobody left imports, or that import nobody left, are taken away again and again: only
 *  files in a circle, or on the way from one to another. Type-only imports count. */
export const circlesOf = (modules: readonly Module[]): readonly string[] => {
  let left = modules.map(({ file, imports }) => ({ file, to: imports.map(each => each.file) }));
  for (let before = -1; before !== left.length; ) {
    before = left.length;
    const files = new Set(left.map(({ file }) => file));
    const imported = new Set(left.flatMap(({ to }) => to));
    left = left.filter(({ file, to }) => imported.has(file) && to.some(each => files.has(each)));
  }
  return left.map(({ file }) => file);
};

/** Imports from a room to another that is not below it. */
export const arrowsUp = (modules: readonly Module[]): readonly string[] =>
  modules.flatMap(({ file, imports }) => {
    const from = roomOf(file);
    if (from === null) return [];
    return imports
      .map(each => ({ to: each.file, room: roomOf(each.file) }))
      .filter(({ room }) => room !== null && room !== from && floorOf(room) >= floorOf(from))
      .map(({ to }) => `${file} → ${to}`);
  });

/** Names that two files of the product declare and export. */
export const doubleNames = (modules: readonly Module[]): readonly string[] => {
  const places = Map.groupBy(
    modules.filter(isProduct).flatMap(m => m.exports.map(({ name }) => ({ name, file: m.file }))),
    ({ name }) => name,
  );
  return [...places]
    .filter(([name, all]) => name !== 'default' && all.length > 1)
    .map(([name, all]) => `${name}: ${all.map(({ file }) => file).join(', ')}`);
};

/** Exports of the product that no other file but tests imports, unless a comment right above says why. */
export const deadExports = (modules: readonly Module[]): readonly string[] => {
  const used = new Set(
    modules
      .filter(({ file }) => !file.startsWith('test/'))
      .flatMap(m => m.imports.flatMap(({ file, names }) => names.map(name => `${file} ${name}`))),
  );
  return modules.filter(isProduct).flatMap(({ file, exports, text }) =>
    exports
      .filter(({ name }) => !used.has(`${file} ${name}`) && !used.has(`${file} *`))
      .filter(({ line }) => !/\btests?\b/i.test(commentAbove(text, line)))
      .map(({ name }) => `${file} ${name}`),
  );
};

/** The comment that ends on the line before, or stands on the line itself. */
const commentAbove = (text: string, line: number): string => {
  const lines = text.split('\n');
  const above: string[] = [lines[line - 1] ?? ''];
  for (let at = line - 2; at >= 0 && /^\s*(\/\*\*|\*|\/\/)/.test(lines[at] ?? ''); at--)
    above.push(lines[at] ?? '');
  return above.join('\n');
};
