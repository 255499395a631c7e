import { readBackBy } from '../../commands/read-back.ts';

readBackBy('dash');
readBackBy('busybox', 'sh');
