import type { Json } from '../json.ts';
import { objectOf, objectsOf } from '../json.ts';
import { byId, el } from './dom.ts';
import type { Draw } from './draw.ts';
import { newForm } from './draw.ts';
import { drawBlocks } from './draw-blocks.ts';
import { drawText, plainText } from './draw-text.ts';
import type { ActAnswer, Put, ShownView } from './page-types.ts';
import { word } from './words.ts';

const button = (look: string, text: string, click: () => void): HTMLButtonElement => {
  const node = el('button', look, text);
  node.type = 'button';
  node.addEventListener('click', click);
  return node;
};

/** Slack's confirm dialog; Escape and the cross mean no. */
export const askConfirm = (draw: Draw, dialog: Json): Promise<boolean> =>
  new Promise(resolve => {
    const place = byId('question');
    const answer = (yes: boolean) => (): void => {
      place.hidden = true;
      place.replaceChildren();
      document.removeEventListener('keydown', onKey);
      resolve(yes);
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') answer(false)();
    };
    const look = dialog.style === 'danger' ? 'button danger solid' : 'button primary solid';
    const yes = button(look, plainText(dialog.confirm) || word('yes', draw.locale), answer(true));
    const no = button('button', plainText(dialog.deny) || word('cancel', draw.locale), answer(false));
    const cross = button('cross', '✕', answer(false));
    const box = el(
      'div',
      'dialog confirm',
      el('div', 'dialog-head', el('h2', '', plainText(dialog.title)), cross),
      el('div', 'dialog-body', ...drawText(draw, dialog.text)),
      el('div', 'dialog-foot', no, yes),
    );
    box.setAttribute('role', 'dialog');
    document.addEventListener('keydown', onKey);
    place.replaceChildren(box);
    place.hidden = false;
    yes.focus();
  });

type ModalActs = {
  submit(view: ShownView, put: Put): Promise<ActAnswer>;
  close(view: ShownView): void;
  draw(view: ShownView, form: Draw['form']): Draw;
};

const showErrors = (box: HTMLElement, answer: ActAnswer): void => {
  for (const input of box.querySelectorAll<HTMLElement>('.input')) {
    const words = answer.errors[input.dataset.blockId ?? ''];
    input.querySelector('.input-error')?.replaceChildren(...(words ? [words] : []));
  }
  const noErrors = Object.keys(answer.errors).length === 0;
  box.querySelector('.dialog-error')?.replaceChildren(...(answer.shown && noErrors ? [answer.shown] : []));
};

const drawModal = (view: ShownView, locale: string, acts: ModalActs): HTMLElement => {
  const form = newForm();
  const draw = acts.draw(view, form);
  const blocks = drawBlocks(draw, objectsOf(view.content.blocks));
  const send = async (): Promise<void> => {
    submit.disabled = true;
    showErrors(box, await acts.submit(view, form.read()));
    submit.disabled = false;
  };
  const close = (): void => acts.close(view);
  const submit = button(
    'button primary solid',
    plainText(view.content.submit) || word('submit', locale),
    () => void send(),
  );
  const cancel = button('button', plainText(view.content.close) || word('cancel', locale), close);
  const box = el(
    'div',
    'dialog modal',
    el(
      'div',
      'dialog-head',
      el('h2', '', plainText(objectOf(view.content).title)),
      button('cross', '✕', close),
    ),
    el('div', 'dialog-body', ...blocks),
    el('div', 'dialog-error'),
    el('div', 'dialog-foot', cancel, view.content.submit ? submit : null),
  );
  box.setAttribute('role', 'dialog');
  box.dataset.viewId = view.id;
  return box;
};

/** Shows the top modal of the stack. A modal that did not change is left alone, with what was typed in it. */
export const newModals = (acts: ModalActs) => {
  let shown = '';
  return (views: readonly ShownView[], locale: string): void => {
    const place = byId('overlay');
    const top = views.at(-1);
    const next = top ? JSON.stringify(top) : '';
    if (next === shown) return;
    shown = next;
    place.hidden = !top;
    place.replaceChildren(...(top ? [drawModal(top, locale, acts)] : []));
    place.querySelector<HTMLElement>('.field, .select')?.focus();
  };
};
