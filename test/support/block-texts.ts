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

const ends: Readonly<Record<string, string>> = {
  raw_text: ' | ',
  rich_text_section: ' / ',
  rich_text_preformatted: ' / ',
  button: '  ',
};
const aloud = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(aloud).join('');
  if (typeof value !== 'object' || value === null) return '';
  const own = ['title', 'text', 'fallback'].map(name => Reflect.get(value, name));
  const user: unknown = Reflect.get(value, 'user_id');
  if (typeof user === 'string') return `<@${user}>`;
  const group: unknown = Reflect.get(value, 'usergroup_id');
  if (typeof group === 'string') return `<!subteam^${group}>`;
  const inner = Object.values(value).filter(each => typeof each === 'object');
  const said = own.filter(each => typeof each === 'string').join('');
  const label = typeof Reflect.get(value, 'title') === 'string' ? ' / ' : '';
  return `${said}${label}${inner.map(aloud).join('')}${ends[String(Reflect.get(value, 'type'))] ?? ''}`;
};

/** One line a block, as somebody would read it aloud: lines end with `/`, cells with `|`. */
export const readAloud = (blocks: readonly object[]): string =>
  blocks
    .map(block =>
      aloud(block)
        .replaceAll(/\s*\n\s*/g, ' / ')
        .replace(/[ /|]+$/, ''),
    )
    .join('\n');

type Shown = { action_id: string; value: string; style?: string; confirm?: { text: { text: string } } };
/** The buttons of a message, left to right. */
export const buttonsOf = (value: unknown): Shown[] => {
  if (Array.isArray(value)) return value.flatMap(buttonsOf);
  if (typeof value !== 'object' || value === null) return [];
  // A button by its own word.
  if (Reflect.get(value, 'type') === 'button') return [value as Shown];
  return Object.values(value).flatMap(buttonsOf);
};
