import { z } from 'zod';
import type { Resurrection } from '../cluster/observation.ts';
import type { Ran } from '../model/command.ts';
import { tableOf } from './bosh-table.ts';
import { findJson } from './json.ts';
import { isMissed, missed, type Reading } from './reading.ts';
import { notUnderstood } from './trouble.ts';

type Director = {
  readonly name: string;
  readonly uuid: string;
  readonly version: string;
  readonly cpi: string;
  readonly user: string;
};

/** `bosh env --json`. */
export const readEnvironment = (ran: Ran): Reading<Director> => {
  const rows = tableOf(ran, ['name', 'uuid', 'version'], row => ({
    name: row.name ?? '',
    uuid: row.uuid ?? '',
    version: row.version ?? '',
    cpi: row.cpi ?? '',
    user: row.user ?? '',
  }));
  if (isMissed(rows)) return rows;
  return rows[0] ?? notUnderstood(ran, { en: 'one Director', ko: 'Director 정보' });
};

/** `bosh deployments --json`: the names. */
export const readDeployments = (ran: Ran): Reading<readonly string[]> =>
  tableOf(ran, ['name'], row => row.name ?? '');

const answered = z.union([
  z.object({ resurrection: z.boolean() }).transform(body => body.resurrection),
  z.object({ resurrection_paused: z.boolean() }).transform(body => !body.resurrection_paused),
]);
/** `bosh curl /resurrection`: Director-wide. Directors before 270.8.0 cannot tell. */
export const readResurrection = (ran: Ran): Reading<Resurrection> => {
  const parsed = answered.safeParse(findJson(ran.stdout));
  if (ran.end === 'exited' && parsed.success) return parsed.data ? 'on' : 'off';
  if (ran.end === 'exited' && /status code '404'|not found/i.test(`${ran.stdout}\n${ran.stderr}`))
    return missed({
      en: 'This Director cannot tell whether resurrection is on (older than 270.8.0). A person has to look at the Health Monitor.',
      ko: '이 Director는 resurrection 상태를 알려 주지 못합니다(270.8.0 미만). Health Monitor를 사람이 확인해야 합니다.',
    });
  return notUnderstood(ran, { en: 'the resurrection state', ko: 'resurrection 상태' });
};
