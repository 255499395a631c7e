/** What a drill can make go wrong at the Director, and how often. */
type Where = { readonly method?: string; readonly path?: RegExp; readonly times?: number };
export type Fault =
  /** The request is accepted and its answer lost: the CLI will send it again, up to five times. Without a path:
   *  the next act (anything that changes, but for ssh and scans). */
  | ({ readonly kind: 'drop-answer' } & Where)
  | ({ readonly kind: 'answer'; readonly status: 401 | 404 | 500 | 503; readonly body?: string } & Where)
  /** The request is read and never answered. */
  | ({ readonly kind: 'hang' } & Where)
  | ({ readonly kind: 'slow'; readonly seconds: number } & Where)
  /** The next call to the cloud fails: delete_vm or create_vm. */
  | { readonly kind: 'cpi-error'; readonly message?: string; readonly times?: number }
  /** The next task's worker dies: it stays in processing until the Director calls it timed out. */
  | { readonly kind: 'lost-worker'; readonly times?: number };
export type HttpFault = Extract<Fault, Where & { kind: 'drop-answer' | 'answer' | 'hang' | 'slow' }>;

export type Faults = {
  /** Answers the switch that takes it back. */
  add(fault: Fault): () => void;
  clear(): void;
  takeHttp(method: string, path: string): HttpFault | null;
  takeCpiError(): string | null;
  takeLostWorker(): boolean;
};

type Armed = { readonly fault: Fault; left: number };
const isHttp = (fault: Fault): fault is HttpFault =>
  fault.kind !== 'cpi-error' && fault.kind !== 'lost-worker';

const isAct = (method: string, path: string) =>
  method !== 'GET' && !/\/(ssh|scans)$/.test(path.split('?')[0] ?? '');
const matches = (fault: HttpFault, method: string, path: string): boolean => {
  if (fault.method !== undefined && fault.method !== method) return false;
  if (fault.path !== undefined) return fault.path.test(path);
  return fault.kind !== 'drop-answer' || isAct(method, path);
};

export const armFaults = (initial: readonly Fault[]): Faults => {
  let armed: Armed[] = [];
  const add = (fault: Fault) => {
    const entry = { fault, left: fault.times ?? (fault.kind === 'slow' ? Number.POSITIVE_INFINITY : 1) };
    armed.push(entry);
    return () => {
      armed = armed.filter(other => other !== entry);
    };
  };
  const take = (wanted: (fault: Fault) => boolean): Fault | null => {
    const entry = armed.find(({ fault }) => wanted(fault));
    if (!entry) return null;
    entry.left -= 1;
    if (entry.left <= 0) armed = armed.filter(other => other !== entry);
    return entry.fault;
  };
  for (const fault of initial) add(fault);
  return {
    add,
    clear: () => {
      armed = [];
    },
    takeHttp: (method, path) => {
      const fault = take(other => isHttp(other) && matches(other, method, path));
      return fault && isHttp(fault) ? fault : null;
    },
    takeCpiError: () => {
      const fault = take(({ kind }) => kind === 'cpi-error');
      return fault?.kind === 'cpi-error'
        ? (fault.message ?? 'The operation is not allowed in the current state.')
        : null;
    },
    takeLostWorker: () => take(({ kind }) => kind === 'lost-worker') !== null,
  };
};
