export type Child = Node | string | null | undefined | false;

/** An element with a class and children. Strings become text nodes: nothing here ever parses markup. */
export const el = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className = '',
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children.filter(child => child !== null && child !== undefined && child !== false));
  return node;
};

/** A link that opens elsewhere and tells the other side nothing. */
export const anchor = (url: string, className: string, ...children: readonly Child[]): HTMLAnchorElement => {
  const node = el('a', className, ...children);
  node.href = url;
  node.target = '_blank';
  node.rel = 'noopener noreferrer';
  return node;
};

/** The element of the page with this id; it is in index.html, so its absence is a fault of ours. */
export const byId = (id: string): HTMLElement => {
  const node = document.getElementById(id);
  if (!node) throw new Error(`index.html has no #${id}`);
  return node;
};
