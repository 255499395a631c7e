/** A table as the CLI prints it. A cell is text with its own line breaks; empty text shows as `-` to people and pipes. */
export type Table = {
  readonly content: string;
  /** Column titles; the JSON key is made from the title. */
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly title?: string;
  /** What the footer counts, when that is not the number of rows. */
  readonly count?: number;
  /** To people a first column that repeats is shown as `~`. */
  readonly repeats?: boolean;
  /** One row per value instead of one per record (`ssh --results`, `env`). */
  readonly upright?: boolean;
};

export const keyOf = (title: string): string =>
  title === '#'
    ? '0'
    : title
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '_')
        .replace(/^_|_$/g, '');

/** --column keeps columns by key or by title. */
export const onlyColumns = (table: Table, wanted: readonly string[]): Table => {
  if (wanted.length === 0) return table;
  const keys = wanted.map(keyOf);
  const kept = table.header.flatMap((title, at) => (keys.includes(keyOf(title)) ? [at] : []));
  const pick = (cells: readonly string[]) => kept.map(at => cells[at] ?? '');
  return { ...table, header: pick(table.header), rows: table.rows.map(pick) };
};

/** The object that --json prints for it. */
export const tableRow = (table: Table): unknown => {
  const sorted = (entries: [string, string][]) =>
    Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const keyed = (cells: readonly string[]) =>
    sorted(table.header.map((title, at) => [keyOf(title), cells[at] ?? '']));
  return {
    Content: table.content,
    Header: keyed(table.header),
    Rows: table.rows.map(keyed),
    Notes: null,
  };
};

const shown = (cell: string) => (cell === '' ? '-' : cell);

/** Pads every column but the last to its widest line; a cell with line breaks takes several lines. */
const laidOut = (rows: readonly (readonly string[])[], between: string): string => {
  const lines = rows.map(cells => cells.map(cell => cell.split('\n')));
  const columns = Math.max(0, ...rows.map(cells => cells.length));
  const widths = Array.from({ length: columns }, (_, at) =>
    Math.max(...lines.map(cells => Math.max(...(cells[at] ?? ['']).map(line => line.length)))),
  );
  return lines
    .flatMap(cells => {
      const height = Math.max(...cells.map(cell => cell.length));
      return Array.from({ length: height }, (_, line) => rowLine(cells, line, widths, between));
    })
    .join('');
};
const rowLine = (cells: string[][], line: number, widths: number[], between: string) =>
  `${cells
    .map((cell, at) => {
      const text = cell[line] ?? '';
      return (at === cells.length - 1 ? text : text.padEnd(widths[at] ?? 0)) + between;
    })
    .join('')}\n`;

const uprightRows = (table: Table) =>
  table.rows.flatMap(row => table.header.map((title, at) => [title, shown(row[at] ?? '')]));

/** With a header, two spaces between columns and a footer that counts. */
export const tableForPeople = (table: Table): string => {
  const title = table.title === undefined ? '' : `${table.title}\n\n`;
  const footer = `\n${table.count ?? table.rows.length} ${table.content}\n`;
  if (table.upright === true)
    return title + laidOut(uprightRows(table), '  ') + (table.content === '' ? '' : footer);
  let previous = '';
  const rows = table.rows.map(row => {
    const [first = '', ...rest] = row.map(shown);
    const repeat = table.repeats === true && first === previous;
    previous = first;
    return [repeat ? '~' : first, ...rest];
  });
  return title + laidOut([table.header, ...rows], '  ') + footer;
};

/** Data only: no header, no footer, tabs between columns. */
export const tableForPipes = (table: Table): string =>
  table.upright === true
    ? laidOut(
        uprightRows(table).map(([, value = '']) => [value]),
        '\t',
      )
    : laidOut(
        table.rows.map(row => row.map(shown)),
        '\t',
      );
