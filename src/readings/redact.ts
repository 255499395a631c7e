import { maskSecrets, type Sieve } from './mask-secrets.ts';
import { maskShapes, stripUnseen } from './mask-shapes.ts';

export type { Sieve } from './mask-secrets.ts';

/** Takes secrets out of what tools print, before it is stored, shown or logged. */
export type Redactor = {
  text(text: string): string;
  /** For output that arrives in pieces: holds back only what may still become a secret. */
  stream(): Sieve;
  /** More secrets, known from now on. */
  learn(secrets: readonly string[]): void;
};

/** Masks the known secrets (as they are, URL-encoded, base64, JSON and shell quoted), then whatever looks like one. */
export const createRedactor = (known: { readonly secrets: readonly string[] }): Redactor => {
  const all = new Set(known.secrets);
  let secrets = maskSecrets([...all]);
  const stream = (): Sieve => {
    const [seen, values, shapes] = [stripUnseen(), secrets(), maskShapes()];
    return {
      push: text => shapes.push(values.push(seen.push(text))),
      finish: () => shapes.push(values.push(seen.finish()) + values.finish()) + shapes.finish(),
    };
  };
  return {
    stream,
    learn: more => {
      const fresh = more.filter(each => !all.has(each));
      for (const each of fresh) all.add(each);
      if (fresh.length > 0) secrets = maskSecrets([...all]);
    },
    text: text => {
      const sieve = stream();
      return sieve.push(text) + sieve.finish();
    },
  };
};
