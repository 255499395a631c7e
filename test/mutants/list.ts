// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of source files.

/** A bug planted on purpose: one text in one file replaced by another. The named tests must turn red. */
export type Mutant = {
  readonly name: string;
  readonly file: string;
  /** Must stand in the file exactly once. */
  readonly find: string;
  readonly put: string;
  readonly tests: readonly string[];
  /** Only the tests whose name has this in it. */
  readonly only?: string;
};

const driving = ['test/adapters/journal/driving.test.ts'];
const record = ['test/adapters/journal/record.test.ts'];
const time = ['test/adapters/journal/time.test.ts'];
const fence = ['test/adapters/jump-host/fence.test.ts', 'test/adapters/jump-host/fence-ends.test.ts'];
const monotone = ['test/cluster/monotone.test.ts'];
const outbox = ['test/adapters/journal/outbox.test.ts'];

export const mutants: readonly Mutant[] = [
  {
    name: 'a new field is required in entries that were written before it',
    file: 'src/runs/events.ts',
    find: '  versions: texts,',
    put: '  versions: texts,\n  ticket: z.string(),',
    tests: ['test/runs/golden-journals.test.ts', 'test/runs/parse-event.test.ts'],
  },
  {
    name: 'a step of another version goes on as if it were the same',
    file: 'src/runs/difference.ts',
    find: 'if (step.version === planned.version) return null;',
    put: 'return null;',
    tests: ['test/runs/difference.test.ts'],
  },
  {
    name: 'a step that need not and cannot run is no longer offered to be left out',
    file: 'src/approvals/ask.ts',
    find: "needless ? ['skip', 'again', ...stop] : ",
    put: '',
    tests: ['test/engine/newer-bot.test.ts'],
  },
  {
    name: 'a guard of a step always passes, under the same version',
    file: 'src/runbooks/scene.ts',
    find: "check('survivors', count === 2, {",
    put: "check('survivors', true, {",
    tests: ['test/runbooks/conduct.test.ts'],
  },
  {
    name: 'two databases are told apart with a tolerance',
    file: 'src/cluster/contradictions.ts',
    find: 'late.least <= early.most + entries',
    put: 'late.least <= early.most + entries + lagLimit',
    tests: ['test/cluster/contradictions.test.ts'],
    only: 'without any tolerance',
  },
  {
    name: 'what was written between two looks is taken for a contradiction',
    file: 'src/cluster/contradictions.ts',
    find: '[{ ...open(first), most: last.revision }, open(last)]',
    put: '[{ ...open(first), most: first.revision }, open(last)]',
    tests: monotone,
    only: 'never contradict each other',
  },
  {
    name: 'a hash below what one member had proves agreement',
    file: 'src/cluster/pair.ts',
    find: '(each.etcd.hash?.revision ?? -1) >= newest &&',
    put: '',
    tests: ['test/cluster/pair.test.ts'],
    only: 'proves nothing',
  },
  {
    name: 'two against one is taken for proof',
    file: 'src/cluster/pair.ts',
    find: 'return own && agreementOf(others)',
    put: 'return agreementOf(others)',
    tests: ['test/cluster/pair.test.ts'],
    only: 'holds other data',
  },
  {
    name: 'looks of different moments are compared as one',
    file: 'src/cluster/lag.ts',
    find: 'first.raftAppliedIndex - last.raftAppliedIndex;\n\nconst lagOf',
    put: 'first.raftAppliedIndex - last.raftAppliedIndex + 60;\n\nconst lagOf',
    tests: monotone,
    only: 'never lagging at any skew',
  },
  {
    name: 'a clock that is wrong altogether is believed',
    file: 'src/cluster/lag.ts',
    find: ' && seconds <= clocksApart.atMost',
    put: '',
    tests: ['test/cluster/lag.test.ts'],
    only: 'wrong altogether',
  },
  {
    name: 'data of a member that is not called healthy are left out',
    file: 'src/cluster/trust.ts',
    find: '...unwell.flatMap(each => sound.flatMap(one => heldApart(each, one)))',
    put: '',
    tests: ['test/readings/incidents.test.ts'],
    only: 'the same of one that is not called healthy',
  },
  {
    name: 'two bots tend one run’s messages',
    file: 'src/adapters/journal/outbox.ts',
    find: "if (!isFree(row)) return 'by-another';",
    put: '',
    tests: outbox,
  },
  {
    name: 'a late edit is believed to have arrived in order',
    file: 'src/adapters/journal/outbox.ts',
    find: 'if (!kept) return doubt(tx, run, key);',
    put: 'if (!kept) return false;',
    tests: outbox,
  },
  {
    name: 'a finished run is never caught up',
    file: 'src/adapters/journal/outbox.ts',
    find: "eb('finished_at', '>', sql<number>",
    put: "eb('finished_at', '<', sql<number>",
    tests: outbox,
  },
  {
    name: 'a refused write is a sign that the disk has room',
    file: 'src/watch/journal-watch.ts',
    find: 'answer.ok === true',
    put: 'true',
    tests: ['test/app/journal-watch.test.ts'],
  },
  {
    name: 'no epoch check: a zombie writes',
    file: 'src/adapters/journal/write.ts',
    find: `query.where('epoch', '=', as.lease.epoch).where('lease_until', 'is not', null)`,
    put: `query.where('lease_until', 'is not', null)`,
    tests: driving,
  },
  {
    name: 'claiming does not raise the epoch',
    file: 'src/adapters/journal/leases.ts',
    find: 'epoch: sql<number>`epoch + 1`',
    put: 'epoch: sql<number>`epoch`',
    tests: driving,
  },
  {
    name: 'a lease ends before its time',
    file: 'src/adapters/journal/leases.ts',
    find: 'lease_until > ${engine.leaseNow()} then 1',
    put: 'lease_until > ${engine.leaseNow()} + cast(5000 as bigint) then 1',
    tests: time,
  },
  {
    name: 'leases go by the wall clock',
    file: 'src/adapters/journal/sqlite-engine.ts',
    find: 'cast(${Math.floor(clock.monotonicMs())} as integer)',
    put: 'cast(${Math.floor(clock.wallMs())} as integer)',
    tests: time,
  },
  {
    name: 'a hold goes by the wall clock',
    file: 'src/observe/watch-proof.ts',
    find: '    const now = clock.elapsed();',
    put: '    const now = clock.now();',
    tests: ['test/engine/clock-jumps.test.ts'],
    only: 'makes no hold shorter',
  },
  {
    name: 'who may approve is remembered by the wall clock',
    file: 'src/adapters/slack/cached.ts',
    find: 'if (known && clock.elapsed() - known.at < keptMs)',
    put: 'if (known && clock.now() - known.at < keptMs)',
    tests: ['test/adapters/slack/people.test.ts'],
    only: 'trusts nobody for longer',
  },
  {
    name: 'park without seenSeq: a click is slept through',
    file: 'src/adapters/journal/write.ts',
    find: 'seenSeq === undefined ? sql<number>`unseen` : 0',
    put: '0',
    tests: driving,
  },
  {
    name: 'the driver does not say what it has seen',
    file: 'src/engine/write.ts',
    find: '...(condition ? { seenSeq: seen.seq } : {}),',
    put: '',
    tests: ['test/engine/abort.test.ts'],
  },
  {
    name: 'two runs live on one cluster',
    file: 'src/adapters/journal/migrations.ts',
    find: '`create unique index runs_live on runs (cluster) where finished_at is null`',
    put: '`create unique index runs_live on runs (cluster, id) where finished_at is null`',
    tests: record,
  },
  {
    name: 'the dialects differ: on SQLite entries can be removed',
    file: 'src/adapters/journal/migrations.ts',
    find: 'create trigger entries_never_removed before delete on entries\n   begin',
    put: 'create trigger entries_never_removed before delete on entries when 0\n   begin',
    tests: record,
  },
  {
    name: 'intent after act',
    file: 'src/engine/act.ts',
    find: `  if ((await write(turn, [began], 'unmoved')) === 'again') return 'on';
  await follow(turn, at, command, intent, options => turn.engine.jumpHost.run(command, options));
`,
    put: `  await follow(turn, at, command, intent, options => turn.engine.jumpHost.run(command, options));
  if ((await write(turn, [began], 'unmoved')) === 'again') return 'on';
`,
    tests: ['test/engine/whole-run.test.ts', 'test/engine/crash.test.ts'],
  },
  {
    name: 'a colleague’s task by the same client is taken for the act’s own',
    file: 'src/engine/act-tasks.ts',
    find: 'at.tasks.includes(task.id)',
    put: 'at.tasks.includes(task.id) || (isSince(task) && task.user === tasks.find(each => each.id === at.task)?.user)',
    tests: ['test/engine/act-tasks.test.ts', 'test/engine/more-tasks.test.ts'],
  },
  {
    name: 'a list entry’s peer URL is compared with itself',
    file: 'src/runbooks/member.ts',
    find: "fact(scene, 'peer-url', 'by') === 'script' ? fact(scene, 'peer-url', 'url') : null",
    put: "fact(scene, 'peer-url', 'url')",
    tests: ['test/runbooks/replace-member.test.ts'],
  },
  {
    name: 'utils.sh is asked as if it had functions',
    file: 'src/commands/vm.ts',
    find: 'utils.sh && printf',
    put: 'utils.sh && etcd_peer_address; :',
    tests: ['test/drill/foundation/utils-sh.test.ts'],
  },
  {
    name: 'no burn: what never started may start late',
    file: 'src/engine/reconcile.ts',
    find: "found.state === 'never-started' ? engine.jumpHost.burn(command, claim) : found",
    put: 'found',
    tests: ['test/engine/reconcile.test.ts'],
  },
  {
    name: 'blind re-run: an unknown end counts as never started',
    file: 'src/engine/reconcile.ts',
    find: 'return unknown(turn, at, found.why);',
    put: 'return neverStarted(turn, at);',
    tests: ['test/engine/reconcile.test.ts'],
  },
  {
    name: 'a jump host that is away counts as never started',
    file: 'src/engine/reconcile.ts',
    find: ': stuck(turn, at, stillAway(found));',
    put: ': neverStarted(turn, at);',
    tests: ['test/engine/reconcile.test.ts'],
  },
  {
    name: 'the fence lets a claim be taken twice',
    file: 'src/adapters/jump-host/fence.sh',
    find: 'ln -s "$$:$start:$boot" "claims/$1" 2>/dev/null && return',
    put: 'ln -sfn "$$:$start:$boot" "claims/$1" 2>/dev/null && return',
    tests: fence,
  },
  {
    name: 'burning a claim leaves it free',
    file: 'src/adapters/jump-host/fence.sh',
    find: `  ln -s burnt "claims/$1" 2>/dev/null && flush claims
  look "$1"`,
    put: '  look "$1"',
    tests: fence,
  },
  {
    name: 'a command that left no exit code counts as never started',
    file: 'src/adapters/jump-host/fence.sh',
    find: '  state=unknown\n',
    put: '  state=never-started\n',
    tests: fence,
  },
  {
    name: 'witness not compared: the state may have changed since the approval',
    file: 'src/engine/spend.ts',
    find: '[...changed(at, step, scene, command), ...(await noLongerMay(turn, at))]',
    put: '[...(await noLongerMay(turn, at))]',
    tests: ['test/engine/consider.test.ts', 'test/engine/stale-approvals.test.ts'],
  },
  {
    name: 'who approved is not asked about again before the act',
    file: 'src/engine/spend.ts',
    find: ', ...(await noLongerMay(turn, at))]',
    put: ']',
    tests: ['test/runs'],
    only: 'approve',
  },
  {
    name: 'requester counted',
    file: 'src/approvals/people.ts',
    find: 'if (requester !== null && isSame(requester, by))',
    put: 'if (requester === by)',
    tests: ['test/approvals/people.test.ts'],
  },
  {
    name: 'one person counts twice',
    file: 'src/approvals/people.ts',
    find: 'already.find(each => isSame(each.by, by))',
    put: 'already.find(each => each.by === by)',
    tests: ['test/approvals/people.test.ts'],
  },
  {
    name: 'a late click counts for the next attempt',
    file: 'src/approvals/decide.ts',
    find: '    ask.step.attempt === click.attempt &&\n',
    put: '',
    tests: ['test/approvals/decide.test.ts'],
  },
  {
    name: 'a click counts for another state than the one on its card',
    file: 'src/approvals/decide.ts',
    find: 'ask.asked.digest.startsWith(click.nonce)',
    put: 'true',
    tests: ['test/approvals/decide.test.ts'],
  },
  {
    name: 'an abort does not stop the next step',
    file: 'src/runs/next.ts',
    find: "if (run.abort && !windingDown(run)) return (step && toItsEnd(step)) ?? { do: 'wind-down', why: 'abort' };",
    put: '',
    tests: ['test/runs/next.test.ts'],
  },
  {
    name: 'data that were all born since are the cluster of before',
    file: 'src/cluster/identity.ts',
    find: "if (!members.every(each => birthOf(of, each) === 'later')) return [];",
    put: 'if (members.length > 0) return [];',
    tests: ['test/cluster/identity.test.ts'],
  },
  {
    name: 'a birth that cannot be read any more is no matter',
    file: 'src/cluster/identity.ts',
    find: "return members.filter(each => birthOf(of, each) === 'unknown');",
    put: 'return [];',
    tests: ['test/cluster/identity.test.ts'],
  },
  {
    name: 'a recorded restore leaves the old cluster remembered',
    file: 'src/desk/restored.ts',
    find: '  [identityKey(seen.deployment)]: null,',
    put: '',
    tests: ['test/desk/restored.test.ts'],
  },
];
