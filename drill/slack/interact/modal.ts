import type { Json } from '../json.ts';
import { objectOf, objectsOf, textOf } from '../json.ts';
import { surfaces } from '../limits/blocks.ts';
import { viewFaults } from '../limits/check.ts';
import type { State, View } from '../state.ts';
import {
  closeModals,
  newView,
  redrawView,
  showModal,
  stackOf,
  topModal,
  valuesOf,
  wireView,
} from '../views.ts';
import type { Answered, Parts, Put } from './frame.ts';
import { acked, failure, frame, putInto, refused } from './frame.ts';

const blocksOf = (view: View): readonly Json[] => objectsOf(view.content.blocks);

const isEmpty = (given: unknown): boolean =>
  given === null || given === undefined || given === '' || (Array.isArray(given) && given.length === 0);

/** Required inputs that are still empty: Slack does not even send such a form. */
const emptyInputs = (view: View, put: Put): Readonly<Record<string, string>> => {
  const blocks = blocksOf(view).filter(block => block.type === 'input' && block.optional !== true);
  const values = valuesOf(blocks, putInto(blocks, put));
  const empty = Object.entries(values).filter(([, inputs]) =>
    Object.values(inputs).some(input =>
      isEmpty(input.value ?? input.selected_option ?? input.selected_options),
    ),
  );
  return Object.fromEntries(empty.map(([blockId]) => [blockId, incomplete]));
};

const incomplete = 'Please complete this required field.';

const textsOf = (words: Json): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(words).map(([name, text]) => [name, textOf(text)]));

const drawAnswer = (state: State, user: string, view: View, body: Json): Answered => {
  const content = objectOf(body.view);
  if (body.response_action === 'update') redrawView(state, view, content);
  else showModal(state, newView(state, user, content, topModal(state, user)), view);
  return acked();
};

/** Does what the app answered a submitted modal with: errors, update, push, clear or just close. */
const applyViewAnswer = (state: State, user: string, view: View, body: Json): Answered => {
  switch (body.response_action) {
    case 'errors':
      return acked({ errors: textsOf(objectOf(body.errors)) });
    case 'update':
    case 'push':
      return viewFaults(body.view, surfaces.modal).length
        ? refused(trouble)
        : drawAnswer(state, user, view, body);
    case 'clear':
      closeModals(state, user, true);
      return acked();
    default:
      closeModals(state, user, false);
      return acked();
  }
};

const trouble = 'We had some trouble connecting. Try again?';

export const submit =
  (parts: Parts) =>
  async (user: string, view: View, put: Put): Promise<Answered> => {
    const { state } = parts;
    const errors = emptyInputs(view, put);
    if (Object.keys(errors).length) return { ...refused(incomplete), errors };
    const delivery = await parts.deliver.send('interactive', {
      type: 'view_submission',
      ...frame(parts, user),
      view: wireView(state, view, putInto(blocksOf(view), put)),
      response_urls: [],
    });
    if (delivery.is !== 'acked') return failure(delivery, trouble);
    return applyViewAnswer(state, user, view, objectOf(delivery.body));
  };

export const close =
  (parts: Parts) =>
  async (user: string, view: View): Promise<void> => {
    const { state } = parts;
    const all = view.content.clear_on_close === true;
    if (stackOf(state, user).includes(view.id)) closeModals(state, user, all);
    if (view.content.notify_on_close !== true) return;
    await parts.deliver.send('interactive', {
      type: 'view_closed',
      ...frame(parts, user),
      view: wireView(state, view),
      is_cleared: all,
    });
  };

export const openHome =
  (parts: Parts) =>
  async (user: string): Promise<void> => {
    const view = parts.state.homes.get(user);
    await parts.deliver.event({
      type: 'app_home_opened',
      user,
      tab: 'home',
      channel: parts.state.nextId('D'),
      event_ts: parts.state.nextTs(),
      ...(view ? { view: wireView(parts.state, view) } : {}),
    });
  };
