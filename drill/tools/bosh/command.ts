import { stdin } from 'node:process';
import type { Director } from './director.ts';
import { Failure, failed } from './failure.ts';
import type { Environment, Options } from './options.ts';
import type { Ui } from './ui.ts';

/** What a command of the CLI is run with; the Director has answered /info. */
export type Session = {
  readonly director: Director;
  readonly options: Options;
  readonly ui: Ui;
  readonly environment: Environment;
};
export type CliCommand = (session: Session) => Promise<void>;

/** The deployment that a command acts on, said aloud as the CLI does. */
export const usingDeployment = ({ options, ui }: Session): string => {
  if (options.deployment === '') throw failed('Expected non-empty deployment name');
  ui.line(`Using deployment '${options.deployment}'`);
  return options.deployment;
};

/** Asks `Continue?` unless -n was given. */
export const confirm = async ({ options, ui }: Session): Promise<void> => {
  if (options.nonInteractive) return;
  ui.ask('Continue? [yN]: ');
  const answer = await firstLine();
  if (answer === null) throw new Failure('Asking for confirmation', 'EOF');
  if (!/^y(es)?$/i.test(answer.trim())) throw failed('Stopped');
};

const firstLine = async (): Promise<string | null> => {
  let text = '';
  for await (const chunk of stdin) {
    text += String(chunk);
    if (text.includes('\n')) return text.split('\n')[0] ?? '';
  }
  return text === '' ? null : text;
};

export type Slug = { readonly group: string; readonly id: string };

/** `group`, `group/id-or-index`, or nothing for the whole deployment. */
export const slugOf = (word: string | undefined): Slug => {
  const [group = '', id = ''] = (word ?? '').split('/');
  return { group, id };
};
