import type { Json } from '../json.ts';
import { listOf, objectOf, objectsOf, textOf } from '../json.ts';
import type { Child } from './dom.ts';
import { el } from './dom.ts';
import type { Draw } from './draw.ts';
import { drawElement, drawImage } from './draw-elements.ts';
import { drawRichText } from './draw-rich-text.ts';
import { drawMarkdown, drawMrkdwn, drawText, plainText } from './draw-text.ts';

const idOf = (block: Json): string => textOf(block.block_id);

const drawSection = (draw: Draw, block: Json): HTMLElement => {
  const fields = objectsOf(block.fields).map(field => el('div', 'field-cell', ...drawText(draw, field)));
  const words = el(
    'div',
    'section-text',
    block.text ? el('div', '', ...drawText(draw, block.text)) : null,
    fields.length > 0 && el('div', 'fields', ...fields),
  );
  const accessory = block.accessory
    ? el('div', 'accessory', drawElement(draw, block.accessory, idOf(block)))
    : null;
  return el('div', 'section', words, accessory);
};

const drawContext = (draw: Draw, block: Json): HTMLElement =>
  el(
    'div',
    'context',
    ...objectsOf(block.elements).map(element =>
      element.type === 'image' ? drawImage(element, 'tiny') : el('span', '', ...drawText(draw, element)),
    ),
  );

const drawCell = (draw: Draw, cell: unknown): Child => {
  const value = objectOf(cell);
  if (value.type === 'rich_text') return drawRichText(draw, value);
  return textOf(value.text) || String(value.value ?? '');
};

const drawRow = (draw: Draw, row: unknown, settings: readonly Json[], heading: boolean): HTMLElement =>
  el(
    'tr',
    '',
    ...listOf(row).map((cell, column) => {
      const { align, is_wrapped: wrapped } = objectOf(settings[column]);
      const look = `align-${textOf(align) || 'left'} ${wrapped === true ? 'wrapped' : ''}`.trim();
      return el(heading ? 'th' : 'td', look, drawCell(draw, cell));
    }),
  );

/** The first row is the heading, as Slack draws it. */
const drawTable = (draw: Draw, block: Json): HTMLElement => {
  const settings = objectsOf(block.column_settings);
  const [head, ...rows] = listOf(block.rows);
  const caption = textOf(block.caption);
  const table = el(
    'table',
    '',
    caption !== '' && el('caption', '', caption),
    el('thead', '', drawRow(draw, head, settings, true)),
    el('tbody', '', ...rows.map(row => drawRow(draw, row, settings, false))),
  );
  return el('div', 'table', table);
};

const marks: Readonly<Record<string, string>> = { complete: '✓', error: '!', in_progress: '', pending: '' };

const drawTask = (draw: Draw, block: Json): HTMLElement => {
  const status = textOf(block.status);
  const icon = el('span', `status ${status}`, marks[status] ?? '');
  icon.title = status.replace('_', ' ');
  const body = el(
    'div',
    'task-body',
    el('div', 'task-title', textOf(block.title)),
    block.details ? el('div', 'task-details', drawRichText(draw, block.details)) : null,
    block.output ? el('div', 'task-output', drawRichText(draw, block.output)) : null,
  );
  const task = el('div', `task ${status}`, icon, body);
  task.dataset.taskId = textOf(block.task_id);
  task.dataset.status = status;
  return task;
};

const drawPlan = (draw: Draw, block: Json): HTMLElement =>
  el(
    'div',
    'plan',
    el('div', 'plan-title', textOf(block.title)),
    ...objectsOf(block.tasks).map(task => drawTask(draw, task)),
  );

const containerHead = (draw: Draw, block: Json): readonly Child[] => [
  block.icon ? drawImage(objectOf(block.icon), 'tiny') : null,
  el(
    'span',
    'container-title',
    block.rich_text_title ? drawRichText(draw, block.rich_text_title) : plainText(block.title),
    block.subtitle ? el('small', '', ...drawText(draw, block.subtitle)) : null,
  ),
];

const drawContainer = (draw: Draw, block: Json): HTMLElement => {
  const look = `container width-${textOf(block.width) || 'standard'}`;
  const children = el('div', 'container-body', ...drawBlocks(draw, objectsOf(block.child_blocks)));
  if (block.is_collapsible !== true) {
    const divided = block.has_header_divider === true ? ' divided' : '';
    return el('div', look, el('div', `container-head${divided}`, ...containerHead(draw, block)), children);
  }
  const details = el(
    'details',
    look,
    el('summary', 'container-head', ...containerHead(draw, block)),
    children,
  );
  details.open = block.default_collapsed !== true;
  return details;
};

const drawCard = (draw: Draw, block: Json): HTMLElement => {
  const line = (name: string): Child =>
    block[name] ? el('div', `card-${name}`, ...drawText(draw, block[name])) : null;
  const buttons = objectsOf(block.actions).map(button => drawElement(draw, button, idOf(block)));
  return el(
    'div',
    'card',
    block.hero_image ? drawImage(objectOf(block.hero_image), 'hero') : null,
    line('title'),
    line('subtitle'),
    line('body'),
    buttons.length > 0 && el('div', 'actions', ...buttons),
  );
};

const drawInputBlock = (draw: Draw, block: Json): HTMLElement => {
  const optional = block.optional === true ? el('span', 'optional', ' (optional)') : null;
  const node = el(
    'div',
    'input',
    el('div', 'label', plainText(block.label), optional),
    drawElement(draw, block.element, idOf(block)),
    block.hint ? el('div', 'hint', plainText(block.hint)) : null,
    el('div', 'input-error'),
  );
  node.dataset.blockId = idOf(block);
  return node;
};

const drawImageBlock = (block: Json): HTMLElement =>
  el(
    'figure',
    'image',
    block.title ? el('figcaption', '', plainText(block.title)) : null,
    drawImage(block, 'picture'),
  );

type Drawer = (draw: Draw, block: Json) => HTMLElement;

const drawers: Readonly<Record<string, Drawer>> = {
  header: (_draw, block) => el('h2', 'header', plainText(block.text)),
  section: drawSection,
  context: drawContext,
  divider: () => el('hr', 'divider'),
  actions: (draw, block) =>
    el('div', 'actions', ...objectsOf(block.elements).map(each => drawElement(draw, each, idOf(block)))),
  table: drawTable,
  data_table: drawTable,
  plan: drawPlan,
  task_card: drawTask,
  container: drawContainer,
  card: drawCard,
  carousel: (draw, block) =>
    el('div', 'carousel', ...objectsOf(block.elements).map(card => drawCard(draw, card))),
  alert: (draw, block) =>
    el('div', `alert ${textOf(block.level) || 'default'}`, ...drawText(draw, block.text)),
  markdown: (_draw, block) => el('div', 'markdown', ...drawMarkdown(textOf(block.text))),
  rich_text: drawRichText,
  image: (_draw, block) => drawImageBlock(block),
  input: drawInputBlock,
};

/** One block as Slack draws it; a kind that the page does not know is named, not hidden. */
export const drawBlock = (draw: Draw, block: Json): HTMLElement => {
  const drawer = drawers[textOf(block.type)];
  const node = drawer ? drawer(draw, block) : el('div', 'unknown', `[${textOf(block.type)}]`);
  node.classList.add('block');
  return node;
};

export const drawBlocks = (draw: Draw, blocks: readonly Json[]): readonly HTMLElement[] =>
  blocks.map(block => drawBlock(draw, block));

/** A message without blocks is its text. */
export const drawTextMessage = (draw: Draw, text: string): HTMLElement =>
  el('div', 'block section-text', ...drawMrkdwn(draw, text));
