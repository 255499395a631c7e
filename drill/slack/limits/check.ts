import type { Json } from '../json.ts';
import { isObject, objectsOf, textOf } from '../json.ts';
import type { Surface } from './blocks.ts';
import { blocks, mostBlockCharacters, mostMarkdownCharacters, mostTables, viewShape } from './blocks.ts';
import { elements, richTextParts } from './elements.ts';
import type { Shape, Spec } from './spec.ts';
import { string } from './spec.ts';

const shapes: Readonly<Record<string, Shape>> = {
  ...elements,
  ...richTextParts,
  ...blocks,
  plain_text: { has: { text: string(), 'emoji?': { is: 'flag' } } },
  mrkdwn: { has: { text: string(), 'verbatim?': { is: 'flag' } } },
};

/** A sentence in Slack's own words with the place it is about. */
const fault = (words: string, at: string): string => `${words} [json-pointer:${at}]`;

const lengthFaults = (length: number, min: number, max: number, at: string): string[] => {
  if (length > max) return [fault(`must be less than ${max + 1} characters`, at)];
  if (length < min) return [fault(`must be more than ${min - 1} characters`, at)];
  return [];
};

const textFaults = (value: unknown, kinds: readonly string[], max: number, at: string): string[] => {
  if (!isObject(value)) return [fault('must provide an object', at)];
  const kind = textOf(value.type);
  if (!kinds.includes(kind)) return [fault(`unsupported type: ${kind}`, `${at}/type`)];
  return [
    ...typedFaults(value, kinds, at),
    ...(typeof value.text === 'string' ? lengthFaults(value.text.length, 0, max, `${at}/text`) : []),
  ];
};

const listFaults = (value: unknown, spec: Extract<Spec, { is: 'list' }>, at: string): string[] => {
  if (!Array.isArray(value)) return [fault('must provide an array', at)];
  if (value.length > spec.max) return [fault(`no more than ${spec.max} items allowed`, at)];
  if (value.length < spec.min) return [fault(`no less than ${spec.min} items allowed`, at)];
  return value.flatMap((item, index) => faultsOf(item, spec.of, `${at}/${index}`));
};

const typedFaults = (value: unknown, types: readonly string[], at: string): string[] => {
  if (!isObject(value)) return [fault('must provide an object', at)];
  if (value.type === undefined) return [fault('missing required field: type', at)];
  const shape = shapes[textOf(value.type)];
  if (!types.includes(textOf(value.type)) || !shape) {
    return [fault(`unsupported type: ${textOf(value.type)}`, `${at}/type`)];
  }
  const { type: _, ...rest } = value;
  return shapeFaults(rest, shape, at);
};

const shapeFaults = (value: Json, shape: Shape, at: string): string[] => {
  const specs = Object.entries(shape.has).map(([name, spec]) => ({
    name: name.replace(/\?$/, ''),
    optional: name.endsWith('?'),
    spec,
  }));
  const known = new Set(specs.map(({ name }) => name));
  const missing = specs
    .filter(({ name, optional }) => !optional && value[name] === undefined)
    .map(({ name }) => fault(`missing required field: ${name}`, at));
  const extra = Object.keys(value)
    .filter(name => !known.has(name))
    .map(name => fault(`invalid additional property: ${name}`, at));
  const oneOf = shape.anyOf;
  const none = oneOf && !oneOf.some(name => value[name] !== undefined);
  return [
    ...missing,
    ...extra,
    ...(none ? [fault(`must provide at least one of: ${oneOf.join(', ')}`, at)] : []),
    ...specs.flatMap(({ name, spec }) =>
      value[name] === undefined ? [] : faultsOf(value[name], spec, `${at}/${name}`),
    ),
  ];
};

const faultsOf = (value: unknown, spec: Spec, at: string): string[] => {
  switch (spec.is) {
    case 'string':
      return typeof value === 'string'
        ? lengthFaults(value.length, spec.min, spec.max, at)
        : [fault('must provide a string', at)];
    case 'choice':
      return spec.of.includes(textOf(value)) ? [] : [fault(`must be one of: ${spec.of.join(', ')}`, at)];
    case 'flag':
      return typeof value === 'boolean' ? [] : [fault('must provide a boolean', at)];
    case 'number':
      return typeof value === 'number' && value >= spec.min && value <= spec.max
        ? []
        : [fault('must provide a number in range', at)];
    case 'list':
      return listFaults(value, spec, at);
    case 'text':
      return textFaults(value, spec.kinds, spec.max, at);
    case 'object':
      return isObject(value) ? shapeFaults(value, spec.shape, at) : [fault('must provide an object', at)];
    case 'typed':
      return typedFaults(value, spec.types, at);
    case 'anything':
      return [];
    default:
      return spec satisfies never;
  }
};

const repeated = (names: readonly string[]): readonly string[] => [
  ...new Set(names.filter((name, index) => name !== '' && names.indexOf(name) !== index)),
];

const repeatedIds = (payload: readonly Json[], at: string): string[] => [
  ...repeated(payload.map(block => textOf(block.block_id))).map(id =>
    fault(`block_id already exists: ${id}`, at),
  ),
  ...payload.flatMap((block, index) =>
    repeated(objectsOf(block.elements).map(element => textOf(element.action_id))).map(id =>
      fault(`action_id already exists: ${id}`, `${at}/${index}/elements`),
    ),
  ),
];

/** Everything Slack would say against these blocks on this surface, in its words; nothing when they are fine. */
export const blockFaults = (
  payload: unknown,
  surface: Surface,
  refused: readonly string[] = [],
  at = '/blocks',
): readonly string[] => {
  if (!Array.isArray(payload)) return [fault('must provide an array', at)];
  if (payload.length > surface.most) return [fault(`no more than ${surface.most} items allowed`, at)];
  const allowed = Object.keys(blocks).filter(type => !surface.unknown.includes(type));
  return [
    ...payload.flatMap((block, index) => typedFaults(block, allowed, `${at}/${index}`)),
    ...repeatedIds(objectsOf(payload), at),
    ...refusedIn(payload, refused, at),
  ];
};

/** Blocks that this workspace's Slack does not know, wherever they stand. */
const refusedIn = (value: unknown, refused: readonly string[], at: string): string[] => {
  if (refused.length === 0) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => refusedIn(item, refused, `${at}/${index}`));
  if (!isObject(value)) return [];
  if (refused.includes(textOf(value.type)))
    return [fault(`unsupported type: ${textOf(value.type)}`, `${at}/type`)];
  return Object.entries(value).flatMap(([name, item]) => refusedIn(item, refused, `${at}/${name}`));
};

/** The same for a modal or Home tab with its frame. */
export const viewFaults = (
  view: unknown,
  surface: Surface,
  refused: readonly string[] = [],
): readonly string[] => {
  if (!isObject(view)) return [fault('must provide an object', '/view')];
  const hasInput = objectsOf(view.blocks).some(block => block.type === 'input');
  return [
    ...shapeFaults(view, viewShape, '/view'),
    ...(view.type === surface.name ? [] : [fault(`must be one of: ${surface.name}`, '/view/type')]),
    ...(surface.name === 'modal' && view.title === undefined
      ? [fault('missing required field: title', '/view')]
      : []),
    ...(surface.name === 'modal' && hasInput && view.submit === undefined
      ? [fault('missing required field: submit', '/view')]
      : []),
    ...blockFaults(view.blocks ?? [], surface, refused, '/view/blocks'),
  ];
};

const shownKeys = new Set(['text', 'title', 'subtitle', 'alt_text', 'label', 'caption', 'fallback']);

/** Characters that people read, however deep; block ids, values and urls do not count. */
export const charactersIn = (value: unknown, key = ''): number => {
  if (typeof value === 'string') return shownKeys.has(key) ? value.length : 0;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + charactersIn(item, key), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce((sum, [name, item]) => sum + charactersIn(item, name), 0);
};

/** Slack's cumulative limits, which chat.postMessage and chat.update have and response_url does not. */
export const tooLongTogether = (payload: readonly Json[]): boolean => {
  const markdown = payload.filter(block => block.type === 'markdown');
  return charactersIn(payload) > mostBlockCharacters || charactersIn(markdown) > mostMarkdownCharacters;
};

/** Whether there are more tables than Slack draws in one message, those inside containers counted. */
export const tooManyTables = (payload: readonly Json[]): boolean =>
  [...payload, ...payload.flatMap(block => objectsOf(block.child_blocks))].filter(
    block => block.type === 'table',
  ).length > mostTables;
