import type { Json } from '../json.ts';
import { listOf, objectOf, objectsOf, textOf } from '../json.ts';
import { anchor, el } from './dom.ts';
import type { Draw } from './draw.ts';
import { drawText, plainText } from './draw-text.ts';
import { safeUrl } from './safe-url.ts';
import { word } from './words.ts';

/** Confirms where asked, then keeps the control disabled while its envelope is on its way. */
const use = async (
  draw: Draw,
  control: { disabled: boolean; readonly classList: DOMTokenList },
  element: Json,
  blockId: string,
  value?: string,
): Promise<void> => {
  if (element.confirm !== undefined && !(await draw.confirm(objectOf(element.confirm)))) return;
  control.disabled = true;
  control.classList.add('busy');
  await draw.act(element, blockId, value);
  control.disabled = false;
  control.classList.remove('busy');
};

const marked = <Node_ extends HTMLElement>(node: Node_, element: Json, blockId: string): Node_ => {
  node.dataset.actionId = textOf(element.action_id);
  node.dataset.blockId = blockId;
  const label = textOf(element.accessibility_label);
  if (label) node.ariaLabel = label;
  return node;
};

/** Tells apart buttons that share an action_id. */
const buttonValue = (button: Json): string | undefined => textOf(button.value) || undefined;

const drawButton = (draw: Draw, element: Json, blockId: string): HTMLElement => {
  const look = `button ${textOf(element.style)}`.trim();
  const url = safeUrl(textOf(element.url));
  if (url) {
    const link = anchor(url, look, plainText(element.text));
    link.addEventListener('click', () => void draw.act(element, blockId, buttonValue(element)));
    return marked(link, element, blockId);
  }
  const button = el('button', look, plainText(element.text));
  button.type = 'button';
  button.addEventListener('click', () => void use(draw, button, element, blockId, buttonValue(element)));
  return marked(button, element, blockId);
};

const drawOverflow = (draw: Draw, element: Json, blockId: string): HTMLElement => {
  const summary = el('summary', 'button', '⋯');
  summary.ariaLabel = 'More actions';
  const items = objectsOf(element.options).map(option => {
    const item = el('button', 'menu-item', plainText(option.text));
    item.type = 'button';
    item.addEventListener('click', () => {
      menu.open = false;
      void use(draw, item, element, blockId, textOf(option.value));
    });
    return item;
  });
  const menu = el('details', 'overflow', summary, el('div', 'menu', ...items));
  return marked(menu, element, blockId);
};

const drawOption = (option: Json, chosen: unknown): HTMLOptionElement => {
  const node = el('option', '', plainText(option.text));
  node.value = textOf(option.value);
  node.selected = objectOf(chosen).value === option.value;
  return node;
};

const drawSelect = (draw: Draw, element: Json, blockId: string): HTMLElement => {
  const placeholder = el('option', '', plainText(element.placeholder) || word('choose', draw.locale));
  placeholder.value = '';
  const groups = objectsOf(element.option_groups).map(group => {
    const node = el(
      'optgroup',
      '',
      ...objectsOf(group.options).map(each => drawOption(each, element.initial_option)),
    );
    node.label = plainText(group.label);
    return node;
  });
  const options = objectsOf(element.options).map(each => drawOption(each, element.initial_option));
  const select = el('select', 'select', placeholder, ...options, ...groups);
  select.addEventListener('change', () => {
    if (!draw.form) void use(draw, select, element, blockId, select.value);
  });
  draw.form?.add(textOf(element.action_id), () => select.value);
  return marked(select, element, blockId);
};

/** Checkboxes and radio buttons. */
const drawChoices = (draw: Draw, element: Json, blockId: string): HTMLElement => {
  const many = element.type === 'checkboxes';
  const chosen = many ? objectsOf(element.initial_options) : [objectOf(element.initial_option)];
  const name = `${blockId}-${textOf(element.action_id)}`;
  const inputs = objectsOf(element.options).map(option => {
    const input = el('input');
    input.type = many ? 'checkbox' : 'radio';
    input.name = name;
    input.value = textOf(option.value);
    input.checked = chosen.some(each => each.value === option.value);
    const words = el('span', '', ...drawText(draw, option.text));
    const more = option.description ? el('small', '', ...drawText(draw, option.description)) : null;
    return { input, row: el('label', 'choice', input, el('span', '', words, more)) };
  });
  const values = (): readonly string[] =>
    inputs.filter(({ input }) => input.checked).map(({ input }) => input.value);
  for (const { input } of inputs) {
    input.addEventListener('change', () => {
      if (!draw.form) void use(draw, input, element, blockId, values().join(','));
    });
  }
  draw.form?.add(textOf(element.action_id), values);
  return marked(el('div', 'choices', ...inputs.map(({ row }) => row)), element, blockId);
};

const inputTypes: Readonly<Record<string, string>> = {
  number_input: 'number',
  email_text_input: 'email',
  url_text_input: 'url',
  datepicker: 'date',
  timepicker: 'time',
};

const drawInput = (draw: Draw, element: Json, blockId: string): HTMLElement => {
  const field = element.multiline === true ? el('textarea', 'field') : el('input', 'field');
  if ('type' in field && field instanceof HTMLInputElement) {
    field.type = inputTypes[textOf(element.type)] ?? 'text';
  }
  field.value = textOf(element.initial_value ?? element.initial_date ?? element.initial_time);
  field.placeholder = plainText(element.placeholder);
  if (typeof element.max_length === 'number') field.maxLength = element.max_length;
  draw.form?.add(textOf(element.action_id), () => field.value);
  field.autofocus = element.focus_on_load === true;
  return marked(field, element, blockId);
};

/** Only pictures that need no request to anyone else are drawn; of the others the words. */
export const drawImage = (image: Json, className: string): HTMLElement => {
  const source = textOf(image.image_url);
  const harmless = source.startsWith('data:image/') || safeUrl(source)?.startsWith('http:');
  if (!harmless) return el('span', `${className} alt`, textOf(image.alt_text));
  const node = el('img', className);
  node.src = source;
  node.alt = textOf(image.alt_text);
  return node;
};

const choosers = ['checkboxes', 'radio_buttons'];

/** Any block element. */
export const drawElement = (draw: Draw, value: unknown, blockId: string): HTMLElement => {
  const element = objectOf(value);
  const type = textOf(element.type);
  if (type === 'button' || type === 'workflow_button') return drawButton(draw, element, blockId);
  if (type === 'overflow') return drawOverflow(draw, element, blockId);
  if (type === 'image') return drawImage(element, 'thumbnail');
  if (choosers.includes(type)) return drawChoices(draw, element, blockId);
  if (type.endsWith('select') && listOf(element.options ?? element.option_groups).length) {
    return drawSelect(draw, element, blockId);
  }
  return drawInput(draw, element, blockId);
};
