import type {
  EtcdObservation,
  FilesObservation,
  MasterObservation,
  MemberListed,
} from '../../src/cluster/observation.ts';
import type { CureName } from '../../src/cluster/verdict-types.ts';
import type { Ran } from '../../src/model/command.ts';
import type { Instance } from '../../src/model/instance.ts';
import { example, exampleCast, exampleContext } from '../../src/runbooks/example.ts';
import { runbooks } from '../../src/runbooks/index.ts';
import type { Runbook, Step, StepContext } from '../../src/runbooks/runbook.ts';

export const { failed, leader, follower } = example;
export const failedId = 'f0f0f0f0f0f0f0f0';
export const newId = 'f1f1f1f1f1f1f1f1';
export const failedUrl = 'https://failed.invalid:2380';

export const runbookOf = (cure: CureName): Runbook => {
  const found = runbooks.find(runbook => runbook.cure === cure);
  if (!found) throw new Error(`${cure} is in no runbook`);
  return found;
};
export const stepsOf = (cure: CureName): readonly Step[] => runbookOf(cure).steps(exampleCast(cure));
export const stepOf = (cure: CureName, id: string): Step => {
  const found = stepsOf(cure).find(step => step.id === id);
  if (!found) throw new Error(`${cure} has no step ${id}`);
  return found;
};

export const noEtcd: EtcdObservation = {
  up: false,
  healthy: false,
  status: null,
  later: null,
  hash: null,
  members: null,
  alarms: null,
  keyCount: null,
};
export const someFiles: FilesObservation = {
  memberDir: true,
  memberWasMissing: false,
  walFiles: 1,
  dbBytes: 20_480,
  freeBytes: 10_000_000_000,
  mounted: true,
  ground: { link: 'none', owner: 'vcap', binary: true },
};
export const emptyFiles: FilesObservation = { ...someFiles, walFiles: 0, dbBytes: null };
export const noFiles: FilesObservation = { ...emptyFiles, memberDir: false };
const monitSays = (state: string) => ({ monit: [{ name: 'etcd', state }] });
export const stopped: Partial<MasterObservation> = { ...monitSays('not monitored'), etcd: noEtcd };
export const looping: Partial<MasterObservation> = { ...monitSays('Execution failed'), etcd: noEtcd };

/** The example with one master changed. */
export const withMaster = (
  context: StepContext,
  instance: Instance,
  change: Partial<MasterObservation>,
): StepContext => ({
  ...context,
  seen: {
    ...context.seen,
    masters: context.seen.masters.map(each => (each.instance === instance ? { ...each, ...change } : each)),
  },
});

/** Both healthy members list these. */
export const listing = (context: StepContext, members: readonly MemberListed[]): StepContext =>
  [leader, follower].reduce((all, instance) => {
    const etcd = all.seen.masters.find(each => each.instance === instance)?.etcd;
    return etcd ? withMaster(all, instance, { etcd: { ...etcd, members } }) : all;
  }, context);
export const listed = (context: StepContext): readonly MemberListed[] =>
  context.seen.masters.find(each => each.instance === leader)?.etcd?.members ?? [];
export const withoutFailed = (context: StepContext): StepContext =>
  listing(
    context,
    listed(context).filter(each => each.id !== failedId),
  );
export const added: MemberListed = { id: newId, name: '', peerUrls: [failedUrl], learner: false };

export const established = (
  context: StepContext,
  step: string,
  facts: Readonly<Record<string, string>>,
): StepContext => ({
  ...context,
  facts: { ...context.facts, [step]: facts },
});
const snapshotFacts = { sha256: 'ab', revision: '41007', bytes: '20480', hash: '1' };

/** A damaged file on one member, two others healthy, a snapshot taken: where replace-member begins to change things. */
export const corrupted = (cure: CureName = 'replace-member'): StepContext =>
  established(
    withMaster(exampleContext(cure), failed, {
      ...looping,
      files: someFiles,
      lastStartBlock: 'etcdmain: etcd Version: 3.4.23\npanic: walpb: crc mismatch',
    }),
    'snapshot',
    snapshotFacts,
  );

/** `bosh ssh` as it answers for one VM. */
export const sshRan = (stdout: string, exitCode = 0, line = 'sudo true'): Ran => ({
  command: { tool: 'bosh', argv: ['bosh', 'ssh', line], effect: 'changes', deadlineSeconds: 60 },
  end: 'exited',
  exitCode,
  why: null,
  stdout: JSON.stringify({
    Tables: [
      {
        Content: 'results',
        Header: {
          instance: 'Instance',
          stdout: 'Stdout',
          stderr: 'Stderr',
          exit_code: 'Exit Code',
          error: 'Error',
        },
        Rows: [{ instance: failed, stdout, stderr: '', exit_code: String(exitCode), error: '-' }],
        Notes: [],
      },
    ],
    Blocks: null,
    Lines: [],
  }),
  stderr: '',
  sha256: '',
  lines: 1,
  seconds: 1,
});

export const open = (step: Step, context: StepContext): readonly string[] =>
  step
    .guards(context)
    .filter(guard => !guard.ok)
    .map(guard => guard.name);
