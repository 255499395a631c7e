/** The rooms of src from the ground up, as ARCHITECTURE.md tells them: an import goes down only, and never sideways. */
export const floors: readonly (readonly string[])[] = [
  ['words', 'data-dir'],
  ['settings'],
  ['model'],
  ['ports'],
  ['record'],
  ['cluster'],
  ['commands'],
  ['readings'],
  ['gates'],
  ['runbooks'],
  ['runs'],
  ['approvals'],
  ['observe'],
  ['engine'],
  ['desk'],
  ['messages', 'watch', 'adapters'],
  ['report'],
  ['config'],
  ['handlers'],
  ['app'],
  ['cli', 'main'],
];

/** `src/runs/next.ts` → runs, `src/words.ts` → words, `handlers/abort.ts` → handlers; null outside of the product. */
export const roomOf = (file: string): string | null => {
  const [top, second = ''] = file.split('/');
  if (top === 'handlers') return 'handlers';
  return top === 'src' ? second.replace(/\.(ts|mjs)$/, '') : null;
};

export const floorOf = (room: string): number => floors.findIndex(floor => floor.includes(room));
