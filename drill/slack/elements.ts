import type { Json } from './json.ts';
import { isObject, objectsOf, textOf } from './json.ts';
import type { Message } from './state.ts';

/** An interactive element and the block it stands in. */
export type Found = { readonly element: Json; readonly blockId: string };

/** Every interactive element of these blocks, inside containers, cards and carousels too. */
export const elementsIn = (blocks: readonly Json[]): readonly Found[] =>
  blocks.flatMap(block => {
    const blockId = textOf(block.block_id);
    const here = [block.accessory, block.element, ...objectsOf(block.elements), ...objectsOf(block.actions)]
      .filter(isObject)
      .filter(element => element.type !== 'card' && typeof element.type === 'string')
      .map(element => ({ element, blockId }));
    const cards = objectsOf(block.elements).filter(element => element.type === 'card');
    return [...here, ...elementsIn([...cards, ...objectsOf(block.child_blocks)])];
  });

export type Aim = { readonly actionId: string; readonly blockId?: string; readonly value?: string };

const hits = (found: Found, aim: Aim): boolean =>
  found.element.action_id === aim.actionId &&
  (aim.value === undefined || found.element.type !== 'button' || found.element.value === aim.value);

/** The element aimed at; Slack makes up a new block_id at every edit, so an old one is only a preference. */
export const findElement = (blocks: readonly Json[], aim: Aim): Found | undefined => {
  const found = elementsIn(blocks).filter(each => hits(each, aim));
  return found.find(each => each.blockId === aim.blockId) ?? found[0];
};

/** The element a person clicked: on the message as it is, or as it was when the click set out. */
export const clickedElement = (message: Message, aim: Aim): Found | undefined =>
  [[...message.blocks, ...message.attached], ...message.earlier.toReversed()]
    .map(blocks => findElement(blocks, aim))
    .find(found => found !== undefined);

const optionsOf = (element: Json): readonly Json[] => [
  ...objectsOf(element.options),
  ...objectsOf(element.option_groups).flatMap(group => objectsOf(group.options)),
];

const chosen = (element: Json, values: readonly string[]): readonly Json[] =>
  optionsOf(element).filter(option => values.includes(textOf(option.value)));

/** What the element says in view.state once a person put `given` in. */
export const inputValue = (element: Json, given: string | readonly string[]): Json => {
  const type = textOf(element.type);
  const values = typeof given === 'string' ? [given] : given;
  if (type === 'checkboxes' || type.startsWith('multi_')) {
    return { type, selected_options: chosen(element, values) };
  }
  if (type === 'static_select' || type === 'radio_buttons') {
    return { type, selected_option: chosen(element, values)[0] ?? null };
  }
  return { type, value: values.join('\n') || null };
};

/** The `actions` entry of a block_actions payload. */
export const actionOf = ({ element, blockId }: Found, value: string | undefined, ts: string): Json => {
  const { confirm: _, url: __, options: ___, option_groups: ____, ...rest } = element;
  const common = { ...rest, block_id: blockId, action_ts: ts };
  switch (element.type) {
    case 'button':
      return { ...common, ...(element.url ? { url: element.url } : {}) };
    case 'overflow':
    case 'static_select':
    case 'radio_buttons':
      return { ...common, selected_option: chosen(element, value === undefined ? [] : [value])[0] ?? null };
    case 'checkboxes':
      return { ...common, selected_options: chosen(element, value?.split(',') ?? []) };
    default:
      return { ...common, value: value ?? '' };
  }
};
