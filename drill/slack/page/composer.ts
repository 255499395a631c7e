import { el } from './dom.ts';
import { word } from './words.ts';

type Hint = { readonly line: string; readonly hint: string };

export type ComposerOptions = {
  readonly placeholder: string;
  readonly locale: string;
  readonly commands: readonly Hint[];
  readonly send: (text: string) => Promise<void>;
};

const mostHints = 10;
const mostHeight = 160;

/** Commands that go on from what was typed; the shortest first so that Tab walks verb by verb. */
export const hintsFor = (typed: string, commands: readonly Hint[]): readonly Hint[] =>
  typed.startsWith('/')
    ? commands.filter(({ line }) => line.startsWith(typed.trimStart()) && line !== typed).slice(0, mostHints)
    : [];

const drawHint = ({ line, hint }: Hint, chosen: boolean, take: () => void): HTMLElement => {
  const node = el(
    'div',
    chosen ? 'hint-row chosen' : 'hint-row',
    el('strong', '', line),
    el('span', '', hint),
  );
  node.setAttribute('role', 'option');
  node.addEventListener('mousedown', event => {
    event.preventDefault();
    take();
  });
  return node;
};

/** Slack's message box: Enter sends, `/` completes with arrows and Tab. */
export const newComposer = (options: ComposerOptions): HTMLElement => {
  const field = el('textarea', 'composer-field');
  field.placeholder = options.placeholder;
  field.rows = 1;
  const list = el('div', 'hints');
  list.setAttribute('role', 'listbox');
  const send = el('button', 'send', '➤');
  send.type = 'button';
  send.title = word('send', options.locale);
  let chosen = 0;

  const hints = (): readonly Hint[] => hintsFor(field.value, options.commands);
  const draw = (): void => {
    const found = hints();
    chosen = Math.min(chosen, Math.max(found.length - 1, 0));
    list.replaceChildren(...found.map((hint, at) => drawHint(hint, at === chosen, () => take(hint))));
    list.hidden = found.length === 0;
    send.classList.toggle('ready', field.value.trim() !== '');
    field.style.height = 'auto';
    if (field.scrollHeight > 0) field.style.height = `${Math.min(field.scrollHeight, mostHeight)}px`;
  };
  const take = (hint: Hint): void => {
    field.value = `${hint.line} `;
    chosen = 0;
    field.focus();
    draw();
  };
  const submit = async (): Promise<void> => {
    const text = field.value.trim();
    if (text === '') return;
    field.value = '';
    draw();
    await options.send(text);
  };
  const move = (by: number): void => {
    chosen = (chosen + by + hints().length) % hints().length;
    draw();
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Tab: () => {
      const hint = hints()[chosen];
      if (hint) take(hint);
    },
  };
  field.addEventListener('input', draw);
  field.addEventListener('keydown', event => {
    // While a Korean syllable is being composed, Enter ends the syllable and does not send.
    if (event.isComposing) return;
    const key = hints().length > 0 ? keys[event.key] : undefined;
    if (key) {
      event.preventDefault();
      key();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void submit();
    } else if (event.key === 'Escape') list.hidden = true;
  });
  send.addEventListener('click', () => void submit());
  draw();
  return el('div', 'composer-box', list, el('div', 'composer-line', field, send));
};
