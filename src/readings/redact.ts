import { maskSecrets, type Sieve } from './mask-secrets.ts';
import { maskShapes } from './mask-shapes.ts';

export type { Sieve } from './mask-secrets.ts';

/** Takes secrets out of what tools print, before it is stored, shown or logged. */
export type Redactor = {
  text(text: string): string;
  /** For output that arrives in pieces: holds back only what may still become a secret. */
  stream(): Sieve;
};

/** Masks the known secrets (as they are, URL-encoded, base64, JSON and shell quoted), then whatever looks like one. */
export const createRedactor = (known: { readonly secrets: readonly string[] }): Redactor => {
  const secrets = maskSecrets(known.secrets);
  const stream = (): Sieve => {
    const values = secrets();
    const shapes = maskShapes();
    return {
      push: text => shapes.push(values.push(text)),
      finish: () => shapes.push(values.finish()) + shapes.finish(),
    };
  };
  return {
    stream,
    text: text => {
      const sieve = stream();
      return sieve.push(text) + sieve.finish();
    },
  };
};
