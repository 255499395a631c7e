import type { Json } from '../json.ts';

/** How a call to Slack goes wrong. */
export type Failure =
  /** Answered 200 with `ok: false`; to a response_url 404 with the error. */
  | { readonly error: string; readonly more?: Json }
  /** 429 with this Retry-After, in seconds. */
  | { readonly retryAfter: number }
  /** This HTTP status and no JSON. */
  | { readonly status: number }
  /** Taken, and never answered. */
  | { readonly hangs: true };

export type Which = {
  /** How many calls; one by default. */
  readonly times?: number;
  /** Only calls with such arguments. */
  readonly only?: (args: Json) => boolean;
};

type Planned = {
  readonly method: string;
  readonly how: Failure;
  readonly only: (args: Json) => boolean;
  times: number;
};

/** Calls that are to fail, by method; `*` is any method of the Web API, `response_url` what is posted to one. */
export const newFailures = () => {
  let planned: Planned[] = [];
  const fail = (method: string, how: Failure, { times = 1, only = () => true }: Which = {}): void => {
    planned.push({ method, how, only, times });
  };
  return {
    fail,
    rateLimit: (method: string, seconds: number, times = 1): void =>
      fail(method, { retryAfter: seconds }, { times }),
    mend: (method?: string): void => {
      planned = planned.filter(each => method !== undefined && each.method !== method);
    },
    failureFor: (method: string, args: Json): Failure | null => {
      const names = method === 'response_url' ? [method] : ['*', method];
      const found = planned.find(each => each.times > 0 && names.includes(each.method) && each.only(args));
      if (!found) return null;
      found.times -= 1;
      return found.how;
    },
  };
};
