import type { Json } from './json.ts';
import { isObject, objectsOf, textOf } from './json.ts';
import { withBlockIds } from './messages.ts';
import type { State, View } from './state.ts';

/** Modals that Slack stacks for one person. */
export const mostModals = 3;

export const stackOf = (state: State, user: string): readonly string[] => state.modals.get(user) ?? [];

/** The modal that the person sees, or nothing. */
export const topModal = (state: State, user: string): View | undefined =>
  state.views.get(stackOf(state, user).at(-1) ?? '');

const withIds = (content: Json): Json => ({
  ...content,
  blocks: withBlockIds(objectsOf(content.blocks)),
});

export const newView = (state: State, user: string, content: Json, under: View | undefined): View => {
  const id = state.nextId('V');
  return {
    id,
    user,
    hash: state.nextTs(),
    rootId: under?.rootId ?? id,
    previousId: under?.id ?? null,
    content: withIds(content),
  };
};

/** Puts a modal on top of the person's stack (alone, where `under` is missing). */
export const showModal = (state: State, view: View, under: View | undefined): void => {
  const stack = under ? stackOf(state, view.user) : [];
  state.views.set(view.id, view);
  state.modals.set(view.user, [...stack, view.id]);
  state.changed({ kind: 'views', user: view.user });
};

export const redrawView = (state: State, view: View, content: Json): View => {
  const drawn = { ...view, hash: state.nextTs(), content: withIds(content) };
  if (state.homes.get(view.user)?.id === view.id) state.homes.set(view.user, drawn);
  else state.views.set(view.id, drawn);
  state.changed({ kind: 'views', user: view.user });
  return drawn;
};

/** Takes the top modal, or all of them, away from the person. */
export const closeModals = (state: State, user: string, all: boolean): void => {
  const stack = stackOf(state, user);
  const staying = all ? [] : stack.slice(0, -1);
  for (const id of stack) if (!staying.includes(id)) state.views.delete(id);
  state.modals.set(user, staying);
  state.changed({ kind: 'views', user });
};

const optionKeys = ['selected_option', 'initial_option'] as const;

/** An input's value before anyone touched it, in the shape of view.state. */
export const untouched = (element: Json): Json => {
  const type = textOf(element.type);
  if (type === 'checkboxes') return { type, selected_options: element.initial_options ?? [] };
  if (type.endsWith('_select') || type === 'radio_buttons') {
    return { type, [optionKeys[0]]: element[optionKeys[1]] ?? null };
  }
  return { type, value: element.initial_value ?? null };
};

type Values = Readonly<Record<string, Readonly<Record<string, Json>>>>;

/** Every input of these blocks by block_id and action_id, with what was put in laid over what it began with. */
export const valuesOf = (blocks: readonly Json[], put: Values = {}): Values =>
  Object.fromEntries(
    blocks
      .map(block => [textOf(block.block_id), inputsOf(block)] as const)
      .filter(([, inputs]) => inputs.length > 0)
      .map(([blockId, inputs]) => [
        blockId,
        Object.fromEntries(
          inputs.map(element => {
            const actionId = textOf(element.action_id);
            return [actionId, put[blockId]?.[actionId] ?? untouched(element)];
          }),
        ),
      ]),
  );

const holdsValue = (element: Json): boolean =>
  !['button', 'overflow', 'image', 'workflow_button'].includes(textOf(element.type)) &&
  typeof element.action_id === 'string';

const inputsOf = (block: Json): readonly Json[] =>
  [block.element, block.accessory, ...objectsOf(block.elements)].filter(isObject).filter(holdsValue);

/** The view as Slack sends it to the app and answers it from views.open. */
export const wireView = (state: State, view: View, values: Values = {}): Json => ({
  id: view.id,
  team_id: state.team.id,
  type: view.content.type,
  blocks: view.content.blocks,
  private_metadata: textOf(view.content.private_metadata),
  callback_id: textOf(view.content.callback_id),
  external_id: textOf(view.content.external_id),
  state: { values: valuesOf(objectsOf(view.content.blocks), values) },
  hash: view.hash,
  title: view.content.title ?? null,
  close: view.content.close ?? null,
  submit: view.content.submit ?? null,
  clear_on_close: view.content.clear_on_close === true,
  notify_on_close: view.content.notify_on_close === true,
  previous_view_id: view.previousId,
  root_view_id: view.rootId,
  app_id: state.app.id,
  app_installed_team_id: state.team.id,
  bot_id: state.app.botId,
});
