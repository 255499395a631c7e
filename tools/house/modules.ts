import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parseSync } from 'oxc-parser';

export type Module = {
  readonly file: string;
  readonly lines: number;
  /** Files of the tree that it imports or hands on, types too. */
  readonly imports: readonly { readonly file: string; readonly names: readonly string[] }[];
  /** What it declares and exports itself, with the line of the declaration above which a reason may stand. */
  readonly exports: readonly { readonly name: string; readonly line: number }[];
  readonly text: string;
};

const lineOf = (text: string, at: number): number => text.slice(0, at).split('\n').length;

const target = (file: string, from: string): string | null =>
  from.startsWith('.') ? normalize(join(dirname(file), from)) : null;

/** `import * as bosh` uses what stands behind `bosh.` in the text: no export of a namespace counts as used for its own sake. */
const namesOf = (
  text: string,
  entries: readonly { importName: { kind: string; name?: string | null }; localName: { value: string } }[],
): readonly string[] =>
  entries.flatMap(({ importName, localName }) =>
    importName.kind === 'NamespaceObject'
      ? [...text.matchAll(new RegExp(`\\b${localName.value}\\.(\\w+)`, 'g'))].map(([, name = '']) => name)
      : [importName.name ?? 'default'],
  );

/** What a source imports and exports, by a real parser; a path is relative to the tree's root. */
export const readModule = (root: string, file: string): Module => {
  const text = readFileSync(join(root, file), 'utf8');
  const { module } = parseSync(file, text);
  const imported = module.staticImports.flatMap(({ moduleRequest, entries }) => {
    const to = target(file, moduleRequest.value);
    return to === null ? [] : [{ file: to, names: namesOf(text, entries) }];
  });
  const handedOn = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, importName }) => {
      const to = moduleRequest && target(file, moduleRequest.value);
      return to ? [{ file: to, names: [importName.name ?? '*'] }] : [];
    }),
  );
  const loaded = [...text.matchAll(/\bimport\('(\.[^']+)'\)/g)].map(([, from = '']) => ({
    file: normalize(join(dirname(file), from)),
    names: ['*'],
  }));
  const exports = module.staticExports.flatMap(({ entries }) =>
    entries
      .filter(({ moduleRequest }) => moduleRequest === null)
      .map(({ exportName, start }) => ({
        name: exportName.name ?? 'default',
        line: lineOf(text, start),
      })),
  );
  return {
    file,
    text,
    lines: text.split('\n').length - 1,
    imports: [...imported, ...handedOn, ...loaded],
    exports,
  };
};
