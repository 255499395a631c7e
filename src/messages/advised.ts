import { answerNames, buttonNames } from '../model/button-names.ts';
import type { Answer } from '../model/click.ts';
import type { StepRun } from '../runs/run.ts';
import { optionsNow } from '../runs/step-run.ts';
import type { Words } from '../words.ts';

/** What it does stops all writes, as far as the members were read. */
export const losesQuorum = ({ asked }: StepRun): boolean =>
  asked?.members !== undefined &&
  asked.members.healthy >= asked.members.quorum &&
  asked.members.during < asked.members.quorum;

/** null: the approval is what does the harm, so nothing is advised. */
export const advised = (step: StepRun): Answer | null =>
  step.asked?.ask === 'approve-or-skip' ? 'skip' : losesQuorum(step) ? null : 'approve';

/** The name of the advised answer, else of the first that there is. */
export const advisedName = (step: StepRun): Words => {
  const options = optionsNow(step);
  const first = options.find(each => each === advised(step)) ?? options[0];
  return first ? answerNames[first] : buttonNames.back;
};
