import type { Json } from '../json.ts';
import { isObject, textOf } from '../json.ts';
import type { Surface } from '../limits/blocks.ts';
import { surfaces } from '../limits/blocks.ts';
import { viewFaults } from '../limits/check.ts';
import type { State, View } from '../state.ts';
import type { Triggers } from '../triggers.ts';
import { mostModals, newView, redrawView, showModal, stackOf, topModal, wireView } from '../views.ts';
import type { Args, Call, Methods } from './method.ts';
import { faultsAnswer, refuse } from './method.ts';

const mostViewBytes = 250_000;

const contentOf = ({ args, refused }: Call, surface: Surface): Json => {
  const view = args.json('view', 'invalid_arguments');
  const faults = viewFaults(view, surface, refused);
  if (faults.length) refuse('invalid_arguments', faultsAnswer(faults));
  if (JSON.stringify(view).length > mostViewBytes) refuse('view_too_large');
  return isObject(view) ? view : refuse('invalid_arguments');
};

const everyView = (state: State): readonly View[] => [...state.views.values(), ...state.homes.values()];

const refuseKnownExternalId = (state: State, content: Json): void => {
  const id = textOf(content.external_id);
  if (id && everyView(state).some(view => view.content.external_id === id)) refuse('duplicate_external_id');
};

const whoClicked = (triggers: Triggers, args: Args): string => {
  const trigger = triggers.spend(args.need('trigger_id'));
  return 'user' in trigger ? trigger.user : refuse(trigger.error);
};

const open = (triggers: Triggers) => (call: Call) => {
  const content = contentOf(call, surfaces.modal);
  refuseKnownExternalId(call.state, content);
  const user = whoClicked(triggers, call.args);
  const view = newView(call.state, user, content, undefined);
  showModal(call.state, view, undefined);
  return { view: wireView(call.state, view) };
};

const push = (triggers: Triggers) => (call: Call) => {
  const content = contentOf(call, surfaces.modal);
  refuseKnownExternalId(call.state, content);
  const user = whoClicked(triggers, call.args);
  const under = topModal(call.state, user) ?? refuse('not_found');
  if (stackOf(call.state, user).length >= mostModals) refuse('push_limit_reached');
  const view = newView(call.state, user, content, under);
  showModal(call.state, view, under);
  return { view: wireView(call.state, view) };
};

const update = (call: Call): Json => {
  const { state, args } = call;
  const found = everyView(state).find(
    view =>
      view.id === args.text('view_id') ||
      (args.text('external_id') !== '' && view.content.external_id === args.text('external_id')),
  );
  const view = found ?? refuse('not_found');
  const content = contentOf(call, view.content.type === 'home' ? surfaces.home : surfaces.modal);
  if (args.text('hash') && args.text('hash') !== view.hash) refuse('hash_conflict');
  return { view: wireView(state, redrawView(state, view, content)) };
};

const publish = (call: Call): Json => {
  const { state, args } = call;
  const user = args.need('user_id');
  if (!state.people.has(user)) refuse('user_not_found');
  const content = contentOf(call, surfaces.home);
  const known = state.homes.get(user);
  if (args.text('hash') && known && args.text('hash') !== known.hash) refuse('hash_conflict');
  const view = known ?? newView(state, user, content, undefined);
  state.homes.set(user, view);
  return { view: wireView(state, redrawView(state, view, content)) };
};

export const views = (triggers: Triggers): Methods => ({
  'views.open': { token: 'bot', scopes: [], run: open(triggers) },
  'views.push': { token: 'bot', scopes: [], run: push(triggers) },
  'views.update': { token: 'bot', scopes: [], run: update },
  'views.publish': { token: 'bot', scopes: [], run: publish },
});
