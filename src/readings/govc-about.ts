import type { Ran } from '../model/command.ts';
import { missed, type Reading } from './reading.ts';
import { notUnderstood, troubleOf } from './trouble.ts';

/** `govc about`, which logs in: vCenter's version. */
export const readAbout = (ran: Ran): Reading<string> => {
  const trouble = troubleOf(ran);
  if (trouble !== null) return missed(trouble.words, trouble.name);
  const version = /^Version: +(\S+)/m.exec(ran.stdout)?.[1];
  return ran.exitCode === 0 && version !== undefined
    ? version
    : notUnderstood(ran, { en: "vCenter's version", ko: 'vCenter 버전' });
};
