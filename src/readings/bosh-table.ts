import { z } from 'zod';
import type { Ran } from '../model/command.ts';
import { parseJson } from './json.ts';
import { isMissed, missed, type Reading } from './reading.ts';
import { notUnderstood, troubleOf } from './trouble.ts';

const table = z.object({ Content: z.string(), Rows: z.array(z.record(z.string(), z.string())) });
const document = z.object({ Tables: z.array(table).nullable() });
export type Row = Readonly<Record<string, string>>;

/** The rows of every table of a `bosh … --json`. A table counts also with exit 1: cck and ssh use it for news.
 *  An error document has no table. */
const tableRows = (ran: Ran): Reading<readonly Row[]> => {
  const parsed = document.safeParse(parseJson(ran.stdout));
  // Ended at its deadline by TERM it prints the rows that it has.
  if ((ran.end === 'exited' || ran.end === 'deadline') && parsed.success && parsed.data.Tables !== null)
    return parsed.data.Tables.flatMap(each => each.Rows);
  const trouble = troubleOf(ran);
  return trouble === null
    ? notUnderstood(ran, { en: 'a JSON table', ko: 'JSON 표' })
    : missed(trouble.words, trouble.name);
};

/** Rows that must have certain columns, turned into facts. */
export const tableOf = <T>(
  ran: Ran,
  columns: readonly string[],
  fact: (row: Row) => T,
): Reading<readonly T[]> => {
  const rows = tableRows(ran);
  if (isMissed(rows)) return rows;
  const lacking = columns.find(column => rows.some(row => row[column] === undefined));
  if (lacking === undefined) return rows.map(fact);
  return missed({
    en: `${ran.command.argv.join(' ')} left out the column ${lacking}. Use bosh CLI 6.0 or later and no --column.`,
    ko: `${ran.command.argv.join(' ')} 출력에 ${lacking} 열이 없습니다. bosh CLI 6.0 이상을 사용하고 --column을 쓰지 마세요.`,
  });
};
