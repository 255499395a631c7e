import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { asJson, D, openBox, yaml } from './box.ts';

/** The real CLI's captures are the yardstick: what it printed of a Director's events and bodies, this Director sends too. */
const folder = new URL('../../../fixtures/captures/bosh/', import.meta.url);
const capture = (number: string): string => {
  const file = readdirSync(folder).find(name => name.startsWith(`${number}-`) && !name.includes('http'));
  return readFileSync(new URL(file ?? number, folder), 'utf8');
};

let box: Awaited<ReturnType<typeof openBox>>;
beforeEach(async () => {
  box = await openBox();
});
afterEach(() => box.director.stop());

/** Chunks are JSON strings cut anywhere; each event begins with `Task N | time | `. */
const printedEvents = (number: string): readonly string[] => {
  const chunks = capture(number).match(/^ +\d+ out ".*"$/gm) ?? [];
  const text = chunks.map(line => JSON.parse(line.slice(line.indexOf('"')))).join('');
  const events = [...text.matchAll(/\nTask \d+ \| [\d:]{8} \| ([^\n]*)/g)].map(match => match[1] ?? '');
  return events.map(line => masked(line.replace(/ \(\d\d:\d\d:\d\d\)$/, '')));
};
const masked = (line: string) =>
  line
    .replace(/uid: [\w-]+/, 'uid: U')
    .replace(/task id is \d+/, 'task id is N')
    .replace(/^Error: Task \d+/, 'Error: Task N')
    .replace(/'cpi-\d+'/, "'cpi-N'")
    .replace(/\((missing_vm|unresponsive_agent) \d+\)/, '($1 N)');

type Event = Readonly<Record<string, unknown>> & { readonly error?: { readonly message: string } };
const headOf = ({ error, type, message, stage, task }: Event): string => {
  if (error) return `Error: ${error.message}`;
  if (typeof type === 'string') return `${type[0]?.toUpperCase()}${type.slice(1)}: ${message}`;
  return `${stage}: ${task}`;
};

/** The same from our event log, by the CLI's rule: a part's end goes on its own line only when something came between. */
const sentEvents = (events: string): readonly string[] => {
  const lines: string[] = [];
  for (const line of events.trim().split('\n')) {
    const event: Event = JSON.parse(line);
    const head = masked(headOf(event));
    if (event.state === undefined || event.state === 'started' || lines.at(-1) !== head) lines.push(head);
  }
  return lines;
};

type StepContext = readonly [capture: string, what: string, play: () => Promise<string>];
const action = (uuid: string, verb: string) => `${D}/instance_groups/master/${uuid}/actions/${verb}?`;
const deleteM0 = async () => (await box.client.act('DELETE', `/vms/${box.m0.vm?.cid}`)).events;
const scan = async () => (await box.client.act('POST', `${D}/scans`)).events;
const resolveAll = async (choice: string | null) => {
  const problems: { id: number }[] = JSON.parse((await box.client.send('GET', `${D}/problems`)).body);
  const resolutions = Object.fromEntries(problems.map(({ id }) => [id, choice]));
  return (await box.client.act('PUT', `${D}/problems`, asJson({ resolutions }))).events;
};

const contexts: readonly StepContext[] = [
  ['21', 'delete-vm', deleteM0],
  [
    '26',
    'delete-vm of an unknown CID',
    async () => (await box.client.act('DELETE', '/vms/no-such-cid')).events,
  ],
  [
    '81',
    'delete-vm with a CPI error',
    async () => {
      box.director.faults.add({ kind: 'cpi-error' });
      return deleteM0();
    },
  ],
  [
    '29',
    'a scan',
    async () => {
      await deleteM0();
      return scan();
    },
  ],
  [
    '32',
    'cck --resolution delete_vm_reference',
    async () => {
      await deleteM0();
      return (await scan()) + (await resolveAll('delete_vm_reference'));
    },
  ],
  [
    '36',
    'cck --auto over two problems',
    async () => {
      await box.m2.powerOff();
      await deleteM0();
      return (await scan()) + (await resolveAll(null));
    },
  ],
  ['37', 'a scan without problems', scan],
  [
    '40',
    'a converge restart',
    async () => {
      box.m0.states.set('etcd', 'not monitored');
      box.m0.afterStart.set('etcd', 'not monitored');
      return (await box.client.act('PUT', `${D}/jobs/master/${box.m2.uuid}?state=restart`, yaml)).events;
    },
  ],
  [
    '43',
    'restart --no-converge',
    async () => (await box.client.act('POST', action(box.m2.uuid, 'restart'), yaml)).events,
  ],
  [
    '46',
    'recreate --no-converge',
    async () => (await box.client.act('POST', action(box.m0.uuid, 'recreate'), yaml)).events,
  ],
  [
    '78',
    'a restart while the lock is held',
    async () => {
      await box.director.holdLock();
      return (await box.client.act('POST', action(box.m2.uuid, 'restart'), yaml)).events;
    },
  ],
  [
    '169',
    'ssh to an instance without a VM',
    async () => {
      await deleteM0();
      const target = { job: 'master', ids: [box.m0.uuid], indexes: [] };
      const order = { command: 'setup', target, params: { user: 'u', public_key: 'k' } };
      return (await box.client.act('POST', `${D}/ssh`, asJson(order))).events;
    },
  ],
];

test.each(contexts)('capture %s: %s tells the same events', async (number, _, play) => {
  const printed = printedEvents(number);
  expect(printed.length).toBeGreaterThan(0);
  expect(sentEvents(await play())).toEqual(sortedAsPrinted(number, printed));
});

/** Capture 36's Director had the two problems in the other order. */
const sortedAsPrinted = (number: string, printed: readonly string[]): readonly string[] => {
  if (number !== '36') return printed;
  const [second = '', first = ''] = printed.slice(-2);
  return [...printed.slice(0, -2), first, second];
};

const bodyOf = (number: string): unknown => {
  const text = /----- stdout -----\n(.*)\n----- stderr/s.exec(capture(number))?.[1] ?? '';
  return JSON.parse(text);
};

test('/info is capture 143 to the letter', async () => {
  expect(await box.client.read('/info')).toEqual(bodyOf('143'));
});

test('the database’s rows have the fields of capture 135 and say the same of each instance', async () => {
  const varies = { agent_id: expect.anything(), vm_created_at: expect.anything(), ips: expect.anything() };
  const rows = bodyOf('135');
  if (!Array.isArray(rows)) throw new Error('capture 135 is no list');
  const expected = rows.map((row: { cid: string | null }) =>
    row.cid === null ? row : { ...row, ...varies },
  );
  expect(await box.client.read(`${D}/instances`)).toEqual(expect.arrayContaining(expected));
});

test('problems are those of capture 141, with every resolution and its plan in order', async () => {
  await box.m2.powerOff();
  await deleteM0();
  await scan();
  const listed = await box.client.read(`${D}/problems`);
  const unnumbered = (problems: unknown) =>
    Array.isArray(problems) ? problems.map((problem: object) => ({ ...problem, id: 0 })) : [];
  expect(unnumbered(listed)).toEqual(expect.arrayContaining(unnumbered(bodyOf('141'))));
});

test('a new task has the fields of captures 130 and 132', async () => {
  const keys = (value: unknown) => Object.keys(value ?? {}).sort();
  const { task } = await box.client.act('DELETE', '/vms/no-such-cid');
  expect(keys(task)).toEqual(keys(bodyOf('130')));
  expect(keys(bodyOf('132'))).toEqual(keys(bodyOf('130')));
});
