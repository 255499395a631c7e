import type { VmCommand } from '../commands/vm.ts';
import type { InstanceRow } from '../readings/bosh-instances.ts';
import type { VmAnswer } from '../readings/bosh-ssh.ts';
import { isMissed, type Missed, missed, type Reading } from '../readings/reading.ts';
import { josa } from '../words.ts';
import type { Queries } from './queries.ts';

export const isSilent = ({ cid, processState }: InstanceRow): boolean =>
  cid === null || processState === 'unresponsive agent';

const noVm = (row: InstanceRow): Missed =>
  row.cid === null
    ? missed({ en: `${row.instance} has no VM`, ko: `${row.instance}에 VM이 없음` })
    : missed({
        en: `${row.instance} answers nothing: its agent is unresponsive`,
        ko: `${josa(row.instance, '이/가')} 응답하지 않음: agent 무응답`,
      });

type Asked = { readonly cid: string | null; readonly answer: Promise<Reading<VmAnswer>> };
type Answered = ReadonlyMap<string, Reading<VmAnswer>>;

/** One question to the masters of a deployment: to all of them in one login where every agent answers, because one that is
 *  silent spoils it for all; otherwise, and where that login has no row of one, by name. */
export type Question = {
  /** By what is known of them before the Director lists them: the answers are on their way meanwhile. */
  early(masters: readonly InstanceRow[]): ReadonlyMap<string, Promise<Reading<VmAnswer>>>;
  /** By what it lists. Asked once for each VM that a master turns out to have. */
  ask(
    masters: readonly InstanceRow[],
    only?: readonly string[],
  ): ReadonlyMap<string, Promise<Reading<VmAnswer>>>;
};

/** Over a line where there is one, and never with a login to all then. */
export type VmOfMaster = Pick<InstanceRow, 'instance' | 'cid'>;
export type Line = (at: VmOfMaster) => { ask(command: VmCommand, seconds: number): Promise<VmAnswer | null> };

export const question = (
  queries: Queries,
  command: VmCommand,
  seconds: number,
  line: Line | null = null,
): Question => {
  const asked = new Map<string, Asked>();
  const listed = Promise.withResolvers<void>();
  const ending = new AbortController();
  let underWay = false;

  const put = ({ instance, cid }: InstanceRow, answer: Promise<Reading<VmAnswer>>) => {
    answer.catch(() => {}); // whoever waits for it is told; nobody may by now
    asked.set(instance, { cid, answer });
    return answer;
  };
  const login = async (row: InstanceRow) =>
    (await line?.(row).ask(command, seconds)) ?? queries.master(row.instance, command, seconds);
  const byName = (row: InstanceRow) => put(row, login(row));
  const inGroup = (row: InstanceRow, rows: Promise<Answered | Missed>) => {
    const answer: Promise<Reading<VmAnswer>> = rows.then(async all => {
      const own = isMissed(all) ? undefined : all.get(row.instance);
      if (own !== undefined) return own;
      // Whether its agent answers, and with which VM, the Director says; then it may have been asked anew already.
      await listed.promise;
      const now = asked.get(row.instance)?.answer;
      return now === undefined || now === answer ? byName(row) : now;
    });
    put(row, answer);
  };
  const together = (rows: readonly InstanceRow[]) => {
    underWay = true;
    const over = () => {
      underWay = false;
    };
    const answers = queries.masters(command, seconds, ending.signal);
    answers.then(over, over);
    for (const row of rows) inGroup(row, answers);
  };
  const begin = (masters: readonly InstanceRow[], wanted: readonly InstanceRow[]) => {
    const there = wanted.filter(row => !isSilent(row));
    if (line === null && there.length > 1 && !masters.some(isSilent)) together(there);
    else for (const row of there) byName(row);
  };
  const answerOf = (row: InstanceRow, spoilt: boolean): Promise<Reading<VmAnswer>> => {
    const before = asked.get(row.instance);
    if (isSilent(row)) return put(row, Promise.resolve(noVm(row)));
    return before?.cid === row.cid && !spoilt ? before.answer : byName(row);
  };
  return {
    early: masters => {
      begin(masters, masters);
      return new Map([...asked].map(([instance, { answer }]) => [instance, answer]));
    },
    ask: (masters, only = masters.map(row => row.instance)) => {
      const wanted = masters.filter(row => only.includes(row.instance));
      const spoilt = underWay && masters.some(isSilent);
      if (spoilt) ending.abort();
      if (asked.size === 0) begin(masters, wanted);
      const answers = new Map(wanted.map(row => [row.instance, answerOf(row, spoilt)] as const));
      listed.resolve();
      return answers;
    },
  };
};
