import { el } from './dom.ts';

type Wire = {
  readonly nth: number;
  readonly at: number;
  readonly way: string;
  readonly what: string;
  readonly sent: unknown;
  readonly answer: unknown;
  readonly ms: number;
};

const pollMs = 1_000;
const mostShown = 300;

const pretty = (value: unknown): string => JSON.stringify(value, null, 2) ?? 'nothing';

const drawWire = (wire: Wire): HTMLElement => {
  const time = new Date(wire.at).toISOString().slice(11, 23);
  const arrow = wire.way === 'to app' ? '→ app' : '← app';
  const summary = el(
    'summary',
    wire.way.replace(' ', '-'),
    el('time', '', time),
    el('span', 'way', arrow),
    el('strong', '', wire.what),
    el('span', 'ms', `${wire.ms} ms`),
  );
  const details = el('details', 'wire', summary);
  // Payloads are large: drawn when somebody looks.
  details.addEventListener('toggle', () => {
    if (details.open && details.children.length === 1) {
      details.append(
        el('h4', '', 'sent'),
        el('pre', '', pretty(wire.sent)),
        el('h4', '', 'answer'),
        el('pre', '', pretty(wire.answer)),
      );
    }
  });
  return details;
};

/** The drawer of raw envelopes and API calls, newest first, filled while it is open. */
export const newInspector = (node: HTMLElement, close: () => void) => {
  const list = el('div', 'wires');
  const cross = el('button', 'cross', '✕');
  cross.type = 'button';
  cross.addEventListener('click', close);
  node.replaceChildren(el('div', 'pane-head', el('h2', '', 'Envelopes and API calls'), cross), list);
  let last = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const look = async (): Promise<void> => {
    const response = await fetch(`/page/wires?after=${last}`).catch(() => null);
    const wires: readonly Wire[] = response?.ok ? await response.json() : [];
    for (const wire of wires) list.prepend(drawWire(wire));
    last = wires.at(-1)?.nth ?? last;
    while (list.children.length > mostShown) list.lastElementChild?.remove();
    timer = setTimeout(() => void look(), pollMs);
  };
  return {
    show: (shown: boolean): void => {
      node.hidden = !shown;
      clearTimeout(timer);
      if (shown) void look();
    },
  };
};
