import type { Command } from '../../../src/model/command.ts';
import {
  addedId,
  botUser,
  emptyFolder,
  follower,
  fullFolder,
  leader,
  type Name,
  nextCid,
  runningTasks,
  type TaskTruth,
  type Truth,
  victim,
  victimName,
  victimUrl,
} from './truth.ts';

/** What a command prints and does to the world. */
export type Act = {
  /** As in `effects`; null: it only looks. */
  readonly name: string | null;
  /** Virtual ms. */
  readonly takes: number;
  /** What the Director calls the tasks that it makes of the act, one after the other. */
  readonly tasks?: readonly string[];
  readonly happen: (truth: Truth) => void;
  readonly stdout: string;
  /** Of a command that is refused. */
  readonly stderr?: string;
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
export const snapshotSaid = `@@ before\n1204\n@@ room\n9000000 20\n@@ save\nSnapshot saved\n@@ after\n1204\n@@ size\n20512\n@@ trailer\n${sum}\n@@ computed\n${sum}\n@@ file\n${'cd'.repeat(32)}\n@@ revision\n1204\n@@ live\n${hash}\n@@ restore\n@@ restored\n${hash}\n@@ end\n`;

export const keptSaid =
  '@@ copy\n@@ kept\n/home/ops/.pks-rescue/snapshots/x.db\n@@ day\n2026-11-22\n@@ vm\nremoved\n@@ end\n';

const looks = (stdout: string): Act => ({ name: null, takes: 0, happen: () => {}, stdout });
const nothing = () => {};

const monitActs: Record<string, Act['happen']> = {
  start: truth => {
    truth.monitored = true;
    if (!truth.joinsWhenStarted) return;
    Object.assign(truth, { joined: true, listedAs: victimName, files: fullFolder });
  },
  stop: truth => {
    Object.assign(truth, { monitored: false, joined: false });
  },
};

/** What replaces a member, by its command's words, and what the VM says to it. */
const memberActs: readonly (readonly [string, string, Act['happen'], string])[] = [
  ['monit-restart', 'monit restart etcd', monitActs.start ?? nothing, ''],
  ['monit-stop', 'monit stop etcd', monitActs.stop ?? nothing, ''],
  [
    'member-remove',
    ' member remove ',
    truth => {
      truth.listedAs = null;
    },
    'Member removed from cluster',
  ],
  [
    'member-add',
    ' member add ',
    truth => {
      Object.assign(truth, { listedAs: '', victimId: addedId });
    },
    `Member ${addedId} added to cluster c0ffee`,
  ],
  [
    'set-aside',
    'pks-set-aside',
    truth => {
      truth.files = emptyFolder;
    },
    '',
  ],
];

/** What frees its space. */
const actOnSpace = (
  line: string,
  on: Name | undefined,
  { space }: Truth,
): readonly [string, Act['happen'], string] | null => {
  const forgotten = / compact (\d+)$/.exec(line)?.[1];
  if (space === null || on === undefined) return null;
  if (forgotten !== undefined)
    return ['compact', () => Object.assign(space, { compacted: Number(forgotten) }), 'compacted'];
  if (/ defrag$/.test(line)) return ['defrag', () => space.small.add(on), 'Finished defragmenting'];
  return / disarm$/.test(line) ? ['disarm', () => Object.assign(space, { alarm: false }), ''] : null;
};

const onVm = (argv: readonly string[], line: string, truth: Truth): Act => {
  const instance = argv.find(word => word.startsWith('master/')) ?? '';
  const act = (name: string, happen: Act['happen'], stdout = ''): Act => ({
    name,
    takes: 3000,
    happen,
    stdout: vmSaid(instance, stdout),
  });
  const asleep = ([victim, leader, follower] as const).find(name => name === instance);
  if (asleep && line.includes('monit start etcd'))
    return act('monit-start', truth => {
      if (!truth.stopped.delete(asleep)) monitActs.start?.(truth);
    });
  for (const [name, says, happen, stdout] of memberActs)
    if (line.includes(says)) return act(name, happen, stdout);
  if (line.includes('etcd_peer_address')) return looks(vmSaid(instance, `${victimUrl}\n`));
  if (line.includes('pks-snapshot')) return act('snapshot', nothing, snapshotSaid);
  if (line.includes('move-leader'))
    return act('move-leader', truth => {
      truth.leads = truth.leads === leader ? follower : leader;
      truth.joined ||= truth.joinsWhenLed;
    });
  const spaceAct = actOnSpace(line, asleep, truth);
  if (spaceAct) return act(...spaceAct);
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

const tasksOf = (name: string, argv: readonly string[]): readonly string[] => {
  if (name === 'delete-vm') return [`delete vm ${argv.at(-1)}`];
  if (name === 'cck') return ['scan cloud', 'apply resolutions'];
  return [argv.includes('--no-converge') ? 'recreate instance' : 'create deployment'];
};
const withTask = (name: string, argv: readonly string[]): Act => ({
  name,
  takes: 6000,
  tasks: tasksOf(name, argv),
  happen: taskActs[name] ?? nothing,
  stdout: '',
});

/** Without `--recent` those that run, else so many of the newest, the Director's own way round. */
const tasksSaid = (argv: readonly string[], truth: Truth): Act => {
  const recent = argv.find(word => word.startsWith('--recent='));
  const tasks: readonly TaskTruth[] = recent
    ? truth.tasks.slice(-Number(recent.slice('--recent='.length)))
    : runningTasks(truth);
  return looks(table(tasks.toReversed().map(task => ({ ...task }))));
};

const cancelling = (id: string, truth: Truth): Act => {
  const task = truth.tasks.find(each => each.id === id);
  const over = task?.state !== 'processing' && task?.state !== 'queued';
  const why = over ? `Cannot cancel task ${id}: invalid state (${task?.state})` : truth.refusesCancel;
  return {
    name: 'cancel-task',
    takes: 100,
    happen: () => {
      if (why === null && task && !truth.cancelsTooLate) task.state = 'cancelling';
    },
    stdout: why === null ? 'Succeeded\n' : '',
    ...(why === null ? {} : { stderr: `Cancelling task '${id}':\n  ${why}\nExit code 1\n` }),
  };
};

const oneTask = (truth: Truth, path: string): Act => {
  const task = truth.tasks.find(each => `/tasks/${each.id}` === path);
  return looks(task ? JSON.stringify({ ...task, id: Number(task.id), result: null }) : 'not found');
};

const boshAct = (argv: readonly string[], truth: Truth): Act => {
  const has = (word: string) => argv.includes(word);
  if (has('ssh')) return onVm(argv, argv.at(-1) ?? '', truth);
  for (const name of Object.keys(taskActs)) if (has(name) && has('--tty')) return withTask(name, argv);
  if (has('update-resurrection'))
    return {
      name: 'resurrection',
      takes: 500,
      happen: now => {
        now.resurrection = has('on') ? 'on' : 'off';
      },
      stdout: 'Succeeded\n',
    };
  if (has('cancel-task')) return cancelling(argv.at(-1) ?? '', truth);
  if (has('tasks')) return tasksSaid(argv, truth);
  if (has('curl')) return oneTask(truth, argv.at(-1) ?? '');
  if (has('env'))
    return looks(
      table([{ name: 'small', uuid: 'u', version: truth.directorVersion, cpi: 'x', user: botUser }]),
    );
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
  if (tool === 'sh') return { name: 'snapshot-copy', takes: 3000, happen: nothing, stdout: keptSaid };
  if (tool === 'govc') return argv.includes('vm.power') ? powerAct(argv) : looks('govc 0.46.3\n');
  if (tool === 'bbr')
    return { name: 'backup', takes: 5000, happen: nothing, stdout: '[bbr] INFO - Backup created\n' };
  return looks('<title>Welcome to nginx!</title>\n200\n');
};
