import type { Caller } from './caller.ts';
import type { Deps } from './deps.ts';

/** What only they see is in their own language. */
export const inTheirLanguage = async (deps: Deps, { by }: Pick<Caller, 'by'>): Promise<Deps> => ({
  ...deps,
  locale: (await deps.localeOf(by)) ?? deps.locale,
});
