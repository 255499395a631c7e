import { isCureless } from '../cluster/verdict-types.ts';
import type { RunEvent } from './events.ts';

type Started = Pick<Extract<RunEvent, { kind: 'started' }>, 'cure'>;

/** Whether a broken glass lowers the people at all: never of the original route, and of nothing that cures nothing. */
export const glassCounts = ({ cure }: Started): boolean => cure !== 'disk-loss-original' && !isCureless(cure);
