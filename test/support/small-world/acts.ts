import type { Command } from '../../../src/commands/command.ts';
import { deployment, follower, leader, nextCid, type TaskTruth, type Truth } from './truth.ts';

/** What a command prints and does to the world. */
export type Act = {
  /** As in `effects`; null: it only looks. */
  readonly name: string | null;
  /** Virtual ms. */
  readonly takes: number;
  readonly task?: string;
  readonly happen: (truth: Truth) => void;
  readonly stdout: string;
};

const table = (rows: readonly Record<string, string>[]): string =>
  JSON.stringify({
    Tables: [{ Content: 'x', Header: {}, Rows: rows, Notes: null }],
    Blocks: null,
    Lines: [],
  });
const vmSaid = (instance: string, stdout: string): string =>
  table([{ instance, stdout, stderr: '', exit_code: '0', error: '' }]);

const hash = JSON.stringify([
  { Endpoint: 'x', HashKV: { header: { revision: 1204 }, hash: 987654, compact_revision: 0 } },
]);
const sum = 'ab'.repeat(32);
const snapshotSaid = `@@ save\nSnapshot saved\n@@ size\n20512\n@@ trailer\n${sum}\n@@ computed\n${sum}\n@@ file\n${'cd'.repeat(32)}\n@@ restore\nok\n@@ restored\n${hash}\n@@ live\n${hash}\n@@ end\n`;

const looks = (stdout: string): Act => ({ name: null, takes: 0, happen: () => {}, stdout });
const nothing = () => {};

const onVm = (argv: readonly string[], line: string): Act => {
  const instance = argv.find(word => word.startsWith('master/')) ?? '';
  const act = (name: string, happen: Act['happen'], stdout = ''): Act => ({
    name,
    takes: 3000,
    happen,
    stdout: vmSaid(instance, stdout),
  });
  if (line.includes('pks-snapshot')) return act('snapshot', nothing, snapshotSaid);
  if (line.includes('move-leader'))
    return act('move-leader', truth => {
      truth.leads = truth.leads === leader ? follower : leader;
      truth.joined ||= truth.joinsWhenLed;
    });
  if (line.includes(' put '))
    return act('canary-put', truth => {
      truth.canary = /'(written by [^']*)'/.exec(line)?.[1] ?? '';
    });
  if (line.includes(' del '))
    return act('canary-delete', truth => {
      truth.canary = '';
    });
  return looks(vmSaid(instance, ''));
};

const taskActs: Record<string, Act['happen']> = {
  recreate: truth => {
    truth.cid = nextCid;
    truth.fluentdBroken = false;
  },
  'delete-vm': truth => {
    truth.cid = null;
  },
  cck: nothing,
};

/** `Task N` comes first and without a line break, the rest at the end (test/fixtures/captures/bosh). */
const withTask = (name: string, truth: Truth): Act => {
  const id = String(204_518 + truth.tasks.length);
  return { name, takes: 6000, task: id, happen: taskActs[name] ?? nothing, stdout: `\nTask ${id}` };
};

const tasksSaid = (tasks: readonly TaskTruth[]): Act =>
  looks(
    table(tasks.toReversed().map(({ id, state, description }) => ({ id, state, description, deployment }))),
  );

const oneTask = (truth: Truth, path: string): Act => {
  const task = truth.tasks.find(each => `/tasks/${each.id}` === path);
  return looks(
    task ? JSON.stringify({ ...task, id: Number(task.id), user: 'x', result: null }) : 'not found',
  );
};

const boshAct = (argv: readonly string[], truth: Truth): Act => {
  const has = (word: string) => argv.includes(word);
  if (has('ssh')) return onVm(argv, argv.at(-1) ?? '');
  for (const name of Object.keys(taskActs)) if (has(name) && has('--tty')) return withTask(name, truth);
  if (has('update-resurrection'))
    return {
      name: 'resurrection',
      takes: 500,
      happen: now => {
        now.resurrection = has('on') ? 'on' : 'off';
      },
      stdout: 'Succeeded\n',
    };
  if (has('cancel-task'))
    return {
      name: 'cancel-task',
      takes: 100,
      happen: now => {
        const task = now.tasks.find(each => each.id === argv.at(-1));
        if (task?.state === 'processing' && !now.cancelsTooLate) task.state = 'cancelling';
      },
      stdout: 'Succeeded\n',
    };
  if (has('tasks')) return tasksSaid(truth.tasks);
  if (has('curl')) return oneTask(truth, argv.at(-1) ?? '');
  if (has('env'))
    return looks(table([{ name: 'small', uuid: 'u', version: truth.directorVersion, cpi: 'x', user: 'x' }]));
  return looks(has('--version') ? `version ${truth.boshVersion}\n` : '');
};

const powerAct = (argv: readonly string[]): Act => {
  const uuid = argv.at(-1) ?? '';
  const to = argv.includes('-off') ? 'off' : 'on';
  return {
    name: `power-${to}`,
    takes: 1000,
    happen: truth => {
      const name = ([leader, follower] as const).find(each => each.endsWith(uuid));
      if (name) truth.power[name] = to;
      if (name && to === 'off') {
        truth.leads = name === leader ? follower : leader;
        truth.joined ||= truth.joinsWhenLed;
      }
    },
    stdout: 'OK\n',
  };
};

export const actOf = (command: Command, truth: Truth): Act => {
  const { tool, argv } = command;
  if (tool === 'bosh') return boshAct(argv, truth);
  if (tool === 'govc') return argv.includes('vm.power') ? powerAct(argv) : looks('govc 0.46.3\n');
  if (tool === 'bbr')
    return { name: 'backup', takes: 5000, happen: nothing, stdout: '[bbr] INFO - Backup created\n' };
  return looks('<title>Welcome to nginx!</title>\n200\n');
};
