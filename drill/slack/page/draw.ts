import type { Json } from '../json.ts';
import type { Put } from './page-types.ts';

/** What drawing needs to know of the workspace, and where a click goes. */
export type Draw = {
  readonly me: string;
  readonly locale: string;
  userName(id: string): string;
  channelName(id: string): string;
  groupName(id: string): string;
  /** Resolves when the app has answered or failed to; the caller keeps the element disabled until then. */
  act(element: Json, blockId: string, value?: string): Promise<void>;
  /** Asks a confirm dialog; true is yes. */
  confirm(dialog: Json): Promise<boolean>;
  /** Where modals collect their inputs; in messages every change is an action at once. */
  readonly form: Form | null;
};

/** Inputs of one modal by action_id, read when it is submitted. */
export type Form = { add(actionId: string, read: () => string | readonly string[]): void; read(): Put };

export const newForm = (): Form => {
  const inputs = new Map<string, () => string | readonly string[]>();
  return {
    add: (actionId, read) => void inputs.set(actionId, read),
    read: () => Object.fromEntries([...inputs].map(([actionId, read]) => [actionId, read()])),
  };
};
