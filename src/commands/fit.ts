import type { Command } from '../model/command.ts';
import { scriptText } from './scripts.ts';

const script = scriptText('fit');

/** Whether the jump host itself is fit: the backup script, etcdctl, room where snapshots are kept, its clock. */
export const hostFit = (bbr: string, folder: string, etcdBin: string | null): Command => {
  const args = [bbr, folder, etcdBin ?? ''];
  return {
    tool: 'sh',
    argv: ['sh', '-c', script, 'pks-fit', ...args],
    shown: ['sh', '-c', `<pks-fit: ${script.split('\n').length} lines>`, 'pks-fit', ...args],
    effect: 'reads',
    deadlineSeconds: 10,
  };
};
