/** Every text that a reader of these blocks sees, in order. */
export const textsOf = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== 'object' || value === null) return [];
  const own = Object.entries(value).flatMap(([name, inner]) =>
    (name === 'text' || name === 'title' || name === 'fallback' || name === 'user_id') &&
    typeof inner === 'string'
      ? [name === 'user_id' ? `<@${inner}>` : inner]
      : [],
  );
  return [...own, ...Object.values(value).flatMap(textsOf)];
};

/** One line a block, as somebody would read it aloud. */
export const readAloud = (blocks: readonly object[]): string =>
  blocks.map(block => textsOf(block).join('').replaceAll('\n', ' / ')).join('\n');

type Shown = { action_id: string; value: string; style?: string; confirm?: { text: { text: string } } };
/** The buttons of a message, left to right. */
export const buttonsOf = (value: unknown): Shown[] => {
  if (Array.isArray(value)) return value.flatMap(buttonsOf);
  if (typeof value !== 'object' || value === null) return [];
  // A button by its own word.
  if (Reflect.get(value, 'type') === 'button') return [value as Shown];
  return Object.values(value).flatMap(buttonsOf);
};
