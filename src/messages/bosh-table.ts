import { stamp } from '../cluster/identity.ts';
import type { BoshTable } from '../model/bosh-table.ts';
import { shortInstance } from '../model/instance.ts';
import type { StepRun } from '../runs/run.ts';
import { type Locale, text, type Words } from '../words.ts';
import { type KnownBlock, line, output, rich, said } from './blocks.ts';
import type { Room } from './drawn.ts';
import { cut, flat } from './text.ts';

/** A phone breaks a longer preformatted line. */
const width = 60;

const head = { instances: ['Instance', 'Process State', 'AZ', 'IPs'], ps: ['Process', 'Process State'] };
const cell = (value: string, max: number): string => cut(flat(value), max) || '-';
const cells = ({ rows }: BoshTable): readonly (readonly string[])[] =>
  rows.some(row => row.process !== undefined)
    ? [
        head.ps,
        ...rows.map(row => [cell(row.process || shortInstance(row.instance), 36), cell(row.state, 22)]),
      ]
    : [
        head.instances,
        ...rows.map(row => [
          cell(shortInstance(row.instance), 15),
          ...[cell(row.state, 18), cell(row.az, 9), cell(row.ip, 15)],
        ]),
      ];

/** As `bosh is` prints it, in BOSH's own words, 60 characters wide at most. */
export const boshTableText = (table: BoshTable): string => {
  const all = cells(table);
  const widths = (all[0] ?? []).map((_, at) => Math.max(...all.map(row => row[at]?.length ?? 0)));
  const gap = widths.reduce((sum, each) => sum + each + 2, -2) > width ? ' ' : '  ';
  return all
    .map(row =>
      row
        .map((value, at) => value.padEnd(widths[at] ?? 0))
        .join(gap)
        .trimEnd(),
    )
    .join('\n');
};

export const boshTableTitle = ({ at, before, rows }: BoshTable): Words => {
  const when = stamp(at);
  const [first] = rows;
  if (before)
    return text(
      `\`bosh is\`, as it was read at ${when}, right before the act. Without quorum nothing is asked of BOSH; (vCenter): as vCenter shows it now.`,
      `\`bosh is\`: 실행 직전 ${when}에 읽은 값입니다. 쿼럼이 없는 동안 BOSH는 조회하지 않으며, (vCenter)는 지금 vCenter에 보이는 상태입니다.`,
    );
  return first?.process === undefined
    ? text(`\`bosh is\`, the masters, read at ${when}:`, `\`bosh is\` (마스터만, ${when} 조회):`)
    : text(
        `\`bosh is --ps\`, ${shortInstance(first.instance)}, read at ${when}:`,
        `\`bosh is --ps\` (${shortInstance(first.instance)}, ${when} 조회):`,
      );
};

/** What BOSH shows of the masters now, after the steps where the runbook looks. */
export const boshTableBlocks = ({ settled, state }: StepRun, room: Room, locale: Locale): KnownBlock[] =>
  state === 'settled' && settled?.table
    ? [
        rich(
          line(...said(boshTableTitle(settled.table), locale, Math.max(room.chars, 300))),
          output(boshTableText(settled.table), Math.min(room.chars, 1500)),
        ),
      ]
    : [];
