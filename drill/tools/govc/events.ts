import { Fault } from './fault.ts';
import type { Call } from './search.ts';

/** The last -n events of a VM given by path or moref; -json is a stream of documents and no array. */
export const events = async ({ client, given, print }: Call): Promise<void> => {
  const targets = await Promise.all(given.words.map(word => morefOf(client, word)));
  const types = given.all('type');
  const all = (await client.events()).filter(
    event =>
      (targets.length === 0 || targets.includes(event.moref)) &&
      (types.length === 0 || types.includes(event.type)),
  );
  const long = given.on('l');
  for (const event of all.slice(-Number(given.value('n') ?? 25))) {
    const at = new Date(event.createdTime);
    if (given.on('json')) {
      const { key, type, message } = event;
      const body = { createdTime: at.toISOString(), category: 'info', message };
      print(`${JSON.stringify(long ? { type, ...body, key } : body, null, 2)}\n`);
    } else print(`[${ansic(at)}] [info] ${long ? `[${event.key}] [${event.type}] ` : ''}${event.message}\n`);
  }
};

const morefOf = async (client: Call['client'], word: string): Promise<string> => {
  const vms = await client.vms();
  const moref = word.replace(/^VirtualMachine:/, '');
  const found = vms.find(vm => vm.path === word || vm.moref === moref);
  if (found !== undefined) return found.moref;
  if (!word.includes('/')) throw new Fault(`"${word}" must be qualified with a path`);
  throw new Fault(`object '${word}' not found`);
};

/** `Sun Nov 22 07:53:38 2026`, UTC. */
const ansic = (at: Date) => {
  const [day, date, month, year, time] = at.toUTCString().replace(',', '').split(' ');
  return `${day} ${month} ${String(Number(date)).padStart(2, ' ')} ${time} ${year}`;
};
