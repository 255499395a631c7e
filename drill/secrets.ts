import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { openJournal } from '../src/adapters/journal/open-journal.ts';
import { createLocalJumpHost } from '../src/adapters/jump-host/local.ts';
import { endedEvent } from '../src/engine/act.ts';
import { liveText } from '../src/engine/live-text.ts';
import { drawPage } from '../src/messages/page.ts';
import type { Command } from '../src/model/command.ts';
import type { Live } from '../src/ports/channel.ts';
import { readBackup } from '../src/readings/bbr.ts';
import { isKnownToAny } from '../src/readings/known-lines.ts';
import { createRedactor } from '../src/readings/redact.ts';
import type { RunEvent } from '../src/runs/events.ts';
import { parseEvent } from '../src/runs/parse-event.ts';
import { fold, stepOf } from '../src/runs/run.ts';
import { same } from '../src/words.ts';
import { slowest } from './secrets/quick.ts';
import { counting, makeKey, toldOf } from './secrets/told.ts';

/**
 * Every piece of the cases out of a real program's stdout, behind the real fence, in chunks of 1, 7 and 4,096 bytes; then
 * whatever a run makes of it is searched for its secret.
 */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    cases: { type: 'string', default: 'test/fixtures/cases/secrets.json' },
  },
});
const cases = z
  .object({
    mustMask: z.array(z.object({ name: z.string(), text: z.string(), secret: z.string() })),
    mustPass: z.array(z.string()),
  })
  .parse(JSON.parse(readFileSync(values.cases, 'utf8')));
const chunks = [1, 7, 4096] as const;

const folder = mkdtempSync(join(tmpdir(), 'pks-secrets-'));
makeKey(folder);
const redact = createRedactor({ secrets: ['a-secret-of-the-configuration'] });
const host = createLocalJumpHost({ env: { PATH: process.env.PATH ?? '' }, folder, redact });
const say = `const fs=require('fs'),[,file,size]=process.argv,b=fs.readFileSync(file);
for(let i=0;i<b.length;i+=+size)fs.writeSync(1,b.subarray(i,i+ +size))`;

const step = {
  id: 'backup',
  title: same('bbr backup'),
  kind: 'backup',
  line: './backup.sh d',
  risk: same(''),
  before: same(''),
  after: same(''),
  people: 0,
  version: 1,
} as const;
const person = { team: 'T1', id: 'U1', name: 'seoyeon' };
const started: RunEvent = {
  kind: 'started',
  cluster: 'dev-1',
  deployment: 'd',
  cure: 'recreate',
  target: '',
  cast: { leader: null, follower: null },
  requestedBy: person,
  channel: 'C1',
  verdict: {
    name: 'disk-lost',
    target: [],
    sentence: same(''),
    evidence: [],
    confidence: 'certain',
    proposed: null,
    allowed: [],
    refused: null,
    disallowed: {},
    healthy: [],
    warnings: [],
  },
  plan: [step],
  baseline: { revision: null, hash: null, keyCount: null, memberIds: [] },
  resurrection: 'unknown',
  versions: {},
};

/** A claim is a link to no file: what it says of its process is in its target. */
const allBytes = (path: string): string => {
  const kind = lstatSync(path);
  if (kind.isSymbolicLink()) return readlinkSync(path);
  return kind.isDirectory()
    ? readdirSync(path)
        .map(name => allBytes(join(path, name)))
        .join('\n')
    : readFileSync(path, 'latin1');
};
/** What a search by bytes would find. */
const asBytes = (text: string): string => Buffer.from(text).toString('latin1');

type Sinks = Readonly<Record<string, string>>;

/** One command from its intent to its settled step, and what each sink has of it. */
const through = async (
  text: string,
  size: number,
  name: string,
): Promise<{ sinks: Sinks; printed: string }> => {
  const piece = join(folder, `piece-${name}`);
  writeFileSync(piece, text, { mode: 0o600 });
  const command: Command = {
    tool: 'bbr',
    argv: [process.execPath, '-e', say, piece, String(size)],
    effect: 'changes',
    deadlineSeconds: 60,
  };
  const dataDir = join(folder, `journal-${name}`);
  mkdirSync(dataDir);
  const opened = await openJournal<RunEvent>({ dataDir, holder: 'secrets', parse: parseEvent });
  const journal = counting(opened);
  const claim = `run-${name}.backup.1`;
  const begun: RunEvent = {
    kind: 'began',
    step: step.id,
    attempt: 1,
    line: step.line,
    argv: command.argv,
    digest: '',
    claim,
    declared: '',
  };
  await journal.open({ run: 'r1', cluster: 'd' }, started);
  const running = fold([
    { run: 'r1', seq: 1, at: 0, event: started },
    { run: 'r1', seq: 2, at: 0, event: begun },
  ]);
  const lives: Live[] = [];
  const live = liveText({ show: () => {}, live: each => lives.push(each) }, 'r1', step.id, 'bbr');
  const ran = await host.run(command, { claim, onOutput: live.add });
  rmSync(piece);
  const at = stepOf(running, step.id);
  if (!at) throw new Error('the run has no step');
  const read = readBackup(ran);
  const settled: RunEvent = {
    kind: 'settled',
    step: step.id,
    attempt: 1,
    outcome: 'failed',
    words: read.words,
    facts: {},
  };
  const events = [begun, endedEvent(at, 1, ran), settled];
  await journal.write({ run: 'r1', events, as: { expectSeq: 1 } });
  const entries = await journal.read('r1');
  const told = await toldOf('r1', journal, dataDir);
  await journal.close();
  await host.clear(claim);
  const cards = [
    ...lives.slice(-50).map(each => drawPage(running, each, 'en')),
    drawPage(fold(entries), null, 'en'),
    drawPage(fold(entries), null, 'ko'),
  ];
  const sinks = {
    cards: JSON.stringify(cards),
    journal: allBytes(dataDir) + JSON.stringify(entries),
    log: redact.text(`run r1: ${text}`),
    'what the bot reads': ran.stdout + ran.stderr,
    file: ran.logPath ? readFileSync(ran.logPath, 'latin1') : expectFile(claim),
    'jump host': allBytes(join(folder, 'fence')),
    argv: JSON.stringify([begun.argv, begun.line]),
    ...told,
  };
  rmSync(dataDir, { recursive: true });
  return { sinks, printed: ran.stdout };
};
const expectFile = (claim: string): never => {
  throw new Error(`${claim}: its whole output is in no file`);
};

const leaks: string[] = [];
const harmed: string[] = [];
let sinkNames: readonly string[] = [];
const maskOne = async (index: number, size: number) => {
  const { name, text, secret } = cases.mustMask[index] ?? { name: '', text: '', secret: '' };
  const { sinks } = await through(text, size, `m${index}-${size}`);
  sinkNames = Object.keys(sinks);
  for (const [sink, held] of Object.entries(sinks))
    if (held.includes(secret) || held.includes(asBytes(secret)))
      leaks.push(`${name}, ${size} bytes: ${sink}`);
};
const passOne = async (index: number, size: number) => {
  const text = cases.mustPass[index] ?? '';
  const { printed } = await through(text, size, `p${index}-${size}`);
  if (printed !== text) harmed.push(`changed: ${text}`);
  if (!text.split('\n').every(isKnownToAny)) harmed.push(`not shown: ${text}`);
};
try {
  for (const size of chunks) {
    for (const index of cases.mustMask.keys()) await maskOne(index, size);
    for (const index of cases.mustPass.keys()) await passOne(index, size);
  }
} finally {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
}
const quick = slowest();
const told = {
  pieces: cases.mustMask.length,
  chunks,
  sinks: sinkNames,
  leaks: leaks.length,
  ordinaryHarmed: harmed.length,
  slowestMs: quick.ms,
  slowestOn: quick.on,
};
for (const each of [...leaks.map(leak => `leak: ${leak}`), ...harmed]) console.error(each);
console.log(values.json ? JSON.stringify(told) : told);
process.exitCode = leaks.length + harmed.length > 0 || quick.ms >= 100 ? 1 : 0;
