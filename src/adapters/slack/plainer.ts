import type { Letter } from '../../ports/mail.ts';

/** One message as it is sent; `attachments` carry buttons below a text that stands by itself. */
export type Shown = Letter & { readonly attachments?: readonly { readonly blocks: Letter['blocks'] }[] };
type Block = Letter['blocks'][number];

const field = (value: object, name: string): unknown => Reflect.get(value, name);
const listed = (value: unknown): readonly object[] =>
  Array.isArray(value) ? value.filter(each => typeof each === 'object' && each !== null) : [];
const inner = (block: object, ...names: readonly string[]): readonly object[] =>
  names.flatMap(name => {
    const value = field(block, name);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? [value] : listed(value);
  });
const typeOf = (block: object): string => String(field(block, 'type'));

/** Blocks that every Slack takes. */
const classic = new Set([
  'section',
  'header',
  'divider',
  'context',
  'actions',
  'image',
  'rich_text',
  'input',
]);
export const hasNewer = ({ blocks }: Letter): boolean => blocks.some(block => !classic.has(block.type));

const named = (element: object): string => {
  switch (typeOf(element)) {
    case 'user':
      return `<@${String(field(element, 'user_id'))}>`;
    case 'usergroup':
      return `<!subteam^${String(field(element, 'usergroup_id'))}>`;
    case 'date':
      return String(field(element, 'fallback') ?? '');
    case 'link':
      return `<${String(field(element, 'url'))}|${String(field(element, 'text') ?? field(element, 'url'))}>`;
    default:
      return '';
  }
};
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** All words of a block as mrkdwn, a line a part. What machines printed is escaped, a mention stays one. */
const wordsOf = (value: object): string => {
  const own = named(value);
  if (own !== '') return own;
  const text = field(value, 'text');
  if (typeof text === 'string') return typeOf(value) === 'mrkdwn' ? text : escaped(text);
  const runs = typeOf(value) === 'rich_text_section' || typeOf(value) === 'rich_text_preformatted';
  const rows = listed(field(value, 'rows')).map(row => listed(row).map(wordsOf).join(' | '));
  const parts = inner(
    value,
    'title',
    'text',
    'elements',
    'tasks',
    'details',
    'output',
    'child_blocks',
    'fields',
  );
  return [
    ...(typeof field(value, 'title') === 'string' ? [escaped(String(field(value, 'title')))] : []),
    ...rows,
  ]
    .concat(parts.filter(part => typeOf(part) !== 'actions' && typeOf(part) !== 'button').map(wordsOf))
    .filter(part => part !== '')
    .join(runs ? '' : '\n');
};

const mostChars = 2900;
/** Whole lines, as many as a section takes. */
const section = (words: string): Block[] => {
  const cut =
    words.length <= mostChars ? words : words.slice(0, words.lastIndexOf('\n', mostChars) + 1 || mostChars);
  const made = { type: 'section', text: { type: 'mrkdwn', text: cut, verbatim: true } };
  return cut.trim() === '' ? [] : [made];
};

/** Every button row, also of a container: it is never what is lost. */
const controls = (blocks: readonly object[]): Block[] =>
  blocks.flatMap(
    block =>
      typeOf(block) === 'actions' ? [block as Block] : controls(listed(field(block, 'child_blocks'))), // it has a type
  );

const inClassic = (block: Block): Block[] => {
  if (classic.has(block.type)) return [block];
  const { block_id: _, ...rest } = { block_id: '', ...block };
  return [...section(wordsOf(rest)), ...controls([block])];
};

/**
 * The same message in ever plainer drawings: as it is; without the newer blocks; one section and its buttons; its text and
 * its buttons; its text. Decoration is lost in steps, and a button only where Slack takes none at all.
 */
export const plainer = ({ text, blocks }: Letter): readonly Shown[] => {
  const buttons = controls(blocks);
  const words = blocks.filter(({ type }) => type !== 'actions').map(wordsOf);
  return [
    { text, blocks },
    { text, blocks: blocks.flatMap(inClassic).slice(0, 50) },
    { text, blocks: [...section(words.join('\n')), ...buttons] },
    { text, blocks: [], ...(buttons.length > 0 ? { attachments: [{ blocks: buttons }] } : {}) },
    { text: text.slice(0, 1000), blocks: [] },
  ];
};
