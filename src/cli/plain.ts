import type { Card } from '../messages/drawn.ts';

type Shape = Readonly<Record<string, unknown>>;
const isShape = (value: unknown): value is Shape => typeof value === 'object' && value !== null;
const all = (value: unknown): readonly Shape[] => (Array.isArray(value) ? value.filter(isShape) : []);

/** `1`: bold, `2`: dim, `36`: cyan; as text where nobody sees colours. */
export const paint =
  (colours: boolean) =>
  (code: 1 | 2 | 31 | 32 | 36, text: string): string =>
    colours && text !== '' ? `\u001b[${code}m${text}\u001b[0m` : text;
type Paint = ReturnType<typeof paint>;

const inline = (piece: Shape, pen: Paint): string => {
  if (piece.type === 'user') return `@${String(piece.user_id)}`;
  if (piece.type === 'usergroup') return `@${String(piece.usergroup_id)}`;
  if (piece.type === 'date') return String(piece.fallback ?? '');
  if (piece.type === 'link') return `${String(piece.text ?? '')} ${String(piece.url)}`;
  const words = String(isShape(piece.text) ? piece.text.text : (piece.text ?? ''));
  const style = isShape(piece.style) ? piece.style : {};
  return style.bold ? pen(1, words) : style.code ? pen(36, words) : words;
};
const inlines = (element: Shape, pen: Paint): string =>
  all(element.elements)
    .map(each => inline(each, pen))
    .join('');

const richOf = (element: Shape, pen: Paint): string => {
  if (element.type === 'rich_text_list')
    return all(element.elements)
      .map(each => `  - ${inlines(each, pen)}`)
      .join('\n');
  return element.type === 'rich_text_preformatted'
    ? inlines(element, pen).replaceAll(/^/gm, '    ')
    : inlines(element, pen);
};

const cellOf = (value: Shape, pen: Paint): string =>
  value.type === 'raw_text'
    ? String(value.text)
    : all(value.elements)
        .map(each => richOf(each, pen))
        .join(' ');
const tableOf = (rows: readonly unknown[], pen: Paint): string => {
  const cells = rows.map(row => all(row).map(each => cellOf(each, pen)));
  const width = (column: number) => Math.max(...cells.map(row => (row[column] ?? '').length));
  return cells
    .map(row =>
      row.map((value, column) => value.padEnd(column === row.length - 1 ? 0 : width(column))).join('  '),
    )
    .join('\n');
};

const planOf = (block: Shape): string =>
  all(block.tasks)
    .map(task => `  ${task.status === 'complete' ? 'x' : '-'} ${String(task.title ?? '')}`)
    .join('\n');

/** Blocks as lines; buttons are left out: a terminal has none. */
const blockOf = (block: Shape, pen: Paint): string => {
  switch (block.type) {
    case 'header':
      return pen(1, inline(block, pen));
    case 'rich_text':
      return all(block.elements)
        .map(each => richOf(each, pen))
        .join('\n');
    case 'context':
      return pen(
        2,
        all(block.elements)
          .map(each => inline(each, pen))
          .join(' · '),
      );
    case 'table':
      return tableOf(Array.isArray(block.rows) ? block.rows : [], pen);
    case 'container':
      return [
        isShape(block.title) ? pen(1, String(block.title.text)) : '',
        ...all(block.child_blocks).map(each => blockOf(each, pen)),
      ].join('\n');
    case 'plan':
      return planOf(block);
    case 'section':
      return inline(block, pen);
    default:
      return '';
  }
};

/** A card as a terminal shows it, with the lines that answer it as they are typed here. */
export const plainCard = ({ blocks }: Pick<Card, 'blocks'>, pen: Paint): string =>
  blocks
    .map(block => blockOf({ ...block }, pen))
    .filter(text => text.trim() !== '')
    .join('\n\n')
    .replaceAll('/pks ', 'pks ');
