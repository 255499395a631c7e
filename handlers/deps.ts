import type { Desk, Refusal } from '../src/desk/desk-types.ts';
import type { AlertDesk } from '../src/model/alert.ts';
import type { Person } from '../src/model/person.ts';
import type { Channel, Links } from '../src/ports/channel.ts';
import type { Clock } from '../src/ports/clock.ts';
import type { Mail } from '../src/ports/mail.ts';
import type { Locale, Words } from '../src/words.ts';

/** What handlers are given. They ack, parse, call one function of the desk and answer the person. */
export type Deps = {
  readonly desk: Desk;
  /** Writes the report of a run, also of one that lives, and says where it is; null: there is no such run. */
  readonly report: (run: string) => Promise<Words | null>;
  readonly channel: Channel & Links;
  /** The watch's alerts and where they stand; absent where there is no watch. */
  readonly alerts?: AlertDesk;
  readonly alertChannel?: string;
  readonly mail: Mail;
  readonly clock: Clock;
  /** Of whoever is answered, for what they alone see; the bot's own where Slack does not know theirs. */
  readonly locale: Locale;
  /** Of what everybody in a channel reads. */
  readonly channelLocale: Locale;
  /** A person's language as Slack knows it; null when it could not be had. Never rejects. */
  readonly localeOf: (by: Person) => Promise<Locale | null>;
  /** Of the bot, for `/pks version`. */
  readonly version: string;
  /** May this person use the bot in this channel at all (members of this workspace, no channel shared with others)?
   *  Who may approve is decided by the desk. */
  readonly admit: (
    by: Person,
    channel: string,
    anywhere?: boolean,
  ) => Promise<{ readonly ok: true } | Refusal>;
  /** Why no run starts in this channel; null where one may. */
  readonly whyNoRun: (channel: string) => Promise<Words | null>;
  /** Where the bot runs, as a person finds it. */
  readonly host: string;
  /** Writes a recording on the bot's host; answers where. */
  readonly keepRecording: (name: string, text: string) => Promise<string>;
  /** Slack delivered something again. */
  readonly redelivered?: () => void;
  /** One line for the bot's own log. */
  readonly log: (line: string) => void;
};
