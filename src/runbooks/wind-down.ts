import type { Instance } from '../model/instance.ts';
import type { Step } from './runbook.ts';
import { powerOnId, powerOnStep } from './steps/power.ts';
import { resurrectionBackStep } from './steps/resurrection.ts';

/** What puts things back after an abort: power on what this run powered off, then resurrection as it was found. */
export const windDownSteps = (off: readonly Instance[]): readonly Step[] => [
  ...off.map(instance => ({ ...powerOnStep(instance, `undo-${powerOnId(instance)}`), skippable: true })),
  resurrectionBackStep('undo-resurrection'),
];
