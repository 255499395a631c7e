import type { State } from './state.ts';

/** A person's click as a ticket for one modal: short-lived and single use. */
export type Triggers = {
  issue(user: string): string;
  /** Whose click it was, or Slack's error. Spends the trigger. */
  spend(id: string): { readonly user: string } | { readonly error: string };
};

export const newTriggers = (state: State, lifeMs: number): Triggers => {
  const issued = new Map<string, { readonly user: string; readonly at: number; readonly spent: boolean }>();
  return {
    issue: user => {
      const id = `${state.nextTs()}.${state.nextId('').toLowerCase()}`;
      issued.set(id, { user, at: state.now(), spent: false });
      return id;
    },
    spend: id => {
      const trigger = issued.get(id);
      if (!trigger) return { error: 'invalid_trigger_id' };
      if (trigger.spent) return { error: 'exchanged_trigger_id' };
      if (state.now() - trigger.at > lifeMs) return { error: 'expired_trigger_id' };
      issued.set(id, { ...trigger, spent: true });
      return { user: trigger.user };
    },
  };
};
