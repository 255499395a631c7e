import type { Command } from '../model/command.ts';
import { quoteArgv } from './quote.ts';

/** The command line for cards, journal and reports; what runs is argv. */
export const shownLine = ({ argv, shown }: Command): string => quoteArgv(shown ?? argv);
