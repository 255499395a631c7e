import type { Instance } from '../model/instance.ts';
import type { StepContext } from './runbook.ts';

const idOf = (to: 'off' | 'on', name: string): string => `power-${to}-${name.slice(0, 8)}`;
const nameOf = (instance: Instance): string => instance.split('/')[1] ?? '';
export const powerOffId = (instance: Instance): string => idOf('off', nameOf(instance));
export const powerOnId = (instance: Instance): string => idOf('on', nameOf(instance));

/** This run has switched no master off: no power-off of it recorded what it switched. */
export const nothingIsOff = ({ facts }: StepContext): boolean =>
  !Object.entries(facts).some(([step, { uuid }]) => step.startsWith(idOf('off', '')) && uuid);
