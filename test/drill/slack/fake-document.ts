/** The little of a document that drawing uses, so that what was drawn can be read without a browser. */
export class FakeNode {
  readonly tag: string;
  readonly children: (FakeNode | string)[] = [];
  readonly dataset: Record<string, string> = {};
  readonly listeners: Record<string, (() => void)[]> = {};
  className = '';
  textOnly = '';
  [property: string]: unknown;

  constructor(tag: string) {
    this.tag = tag;
  }
  append(...nodes: (FakeNode | string)[]): void {
    this.children.push(...nodes);
  }
  addEventListener(name: string, listener: () => void): void {
    this.listeners[name] = [...(this.listeners[name] ?? []), listener];
  }
  get classList() {
    return {
      add: (name: string) => {
        this.className = `${this.className} ${name}`.trim();
      },
      remove: (name: string) => {
        this.className = this.className
          .split(' ')
          .filter(each => each !== name)
          .join(' ');
      },
    };
  }
  click(): void {
    for (const listener of this.listeners.click ?? []) listener();
  }
}

/** Everything a reader sees, in order. */
export const textIn = (node: FakeNode | string): string =>
  typeof node === 'string' ? node : node.children.map(textIn).join('');

/** Every element below, itself first. */
export const allIn = (node: FakeNode): readonly FakeNode[] => [
  node,
  ...node.children.flatMap(child => (typeof child === 'string' ? [] : allIn(child))),
];

/** Puts the fake where a browser has its document, and takes it away again. */
export const installDocument = (): (() => void) => {
  Object.assign(globalThis, {
    document: { createElement: (tag: string) => new FakeNode(tag) },
    HTMLInputElement: FakeNode,
  });
  return () => {
    Reflect.deleteProperty(globalThis, 'document');
    Reflect.deleteProperty(globalThis, 'HTMLInputElement');
  };
};
