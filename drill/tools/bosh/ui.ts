import { Panic } from './failure.ts';
import { type Table, tableForPeople, tableForPipes, tableRow } from './table.ts';

/** What a command of the CLI may print. `begin` leaves the line open, `block` is raw text (docs/evidence.md#what-bosh-prints). */
export type Ui = {
  line(text: string): void;
  begin(text: string): void;
  end(text: string): void;
  block(text: string): void;
  table(table: Table): void;
  /** A question; the answer is typed on the same line. */
  ask(text: string): void;
  error(text: string): void;
  /** Called once, last: the JSON document is written here and nowhere earlier. */
  flush(): void;
};
export type Streams = { readonly out: (text: string) => void; readonly err: (text: string) => void };

/**
 * The CLI puts an empty line between two things of different kinds, whichever mode it is in; this is where it comes
 * from. Raw things (open lines, blocks) follow each other without one.
 */
const padding = (streams: Streams) => {
  let before: 'nothing' | 'raw' | 'whole' = 'nothing';
  return (kind: 'raw' | 'whole') => {
    if (before !== 'nothing' && !(before === 'raw' && kind === 'raw')) streams.out('\n');
    before = kind;
  };
};

/** --tty over a pipe: all that a person would see, uncoloured, as it happens. */
export const ttyUi = (streams: Streams): Ui => {
  const pad = padding(streams);
  return {
    line(text) {
      pad('whole');
      streams.out(`${text}\n`);
    },
    begin(text) {
      pad('raw');
      streams.out(text);
    },
    end(text) {
      pad('raw');
      streams.out(`${text}\n`);
    },
    block(text) {
      pad('raw');
      streams.out(text);
    },
    table(table) {
      pad('whole');
      streams.out(tableForPeople(table));
    },
    ask(text) {
      pad('whole');
      streams.out(text);
    },
    error(text) {
      pad('whole');
      streams.err(`${text}\n`);
    },
    flush() {},
  };
};

/** A pipe without flags: tables as tab-separated data, raw blocks and errors; every other line is dropped. */
export const pipeUi = (streams: Streams): Ui => {
  const pad = padding(streams);
  return {
    line() {},
    begin() {},
    end() {},
    block(text) {
      pad('raw');
      streams.out(text);
    },
    table(table) {
      pad('whole');
      streams.out(tableForPipes(table));
    },
    ask(text) {
      pad('whole');
      streams.out(text);
    },
    error(text) {
      pad('whole');
      streams.err(`${text}\n`);
    },
    flush() {},
  };
};

/** --json: nothing at all until the end, so a killed CLI has said nothing. */
export const jsonUi = (streams: Streams): Ui => {
  const tables: unknown[] = [];
  const blocks: string[] = [];
  const lines: string[] = [];
  const keep = (text: string) => lines.push(text);
  return {
    line: keep,
    begin: keep,
    end: keep,
    error: keep,
    ask() {
      throw new Panic('Cannot ask for confirmation in JSON UI');
    },
    block: text => blocks.push(text),
    table: table => tables.push(tableRow(table)),
    flush() {
      const orNull = <T>(list: T[]) => (list.length === 0 ? null : list);
      const document = { Tables: orNull(tables), Blocks: orNull(blocks), Lines: orNull(lines) };
      streams.out(JSON.stringify(document, null, 4).replace(/[<>&]/g, goEscape));
    },
  };
};

/** encoding/json of Go writes these three as \u escapes. */
const goEscape = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
