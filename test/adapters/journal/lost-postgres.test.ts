import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { inspect } from 'node:util';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openJournal } from '../../../src/adapters/journal/open-journal.ts';
import { postgresEngine } from '../../../src/adapters/journal/postgres-engine.ts';
import { postgresTrouble } from '../../../src/adapters/journal/postgres-trouble.ts';
import { postgresUrl } from '../../../src/adapters/journal/postgres-url.ts';
import { JournalTrouble } from '../../../src/ports/journal.ts';
import { onlyPostgres, parseSaid, type Store, said } from './stores.ts';

const write = (expectSeq: number) => ({ run: 'r1', events: [said('x')], as: { expectSeq } });

const terminateOthers = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()`;

describe.each(onlyPostgres)('a $name that goes away', ({ fresh }) => {
  let store: Store;
  let road: Road;
  beforeEach(async () => {
    store = await fresh();
    road = await roadTo(new URL(store.place.databaseUrl ?? ''));
  });
  afterEach(async () => {
    await road.close();
    await store.remove();
  });

  test('answers again after its connections were terminated, and nothing acknowledged is lost', async () => {
    const journal = await store.replica();
    await journal.open({ run: 'r1', cluster: 'dev-1' }, said('started'));
    for (let round = 0; round < 5; round++) {
      await Promise.allSettled(Array.from({ length: 6 }, () => journal.now()));
      await store.sql(terminateOthers);
      const seq = await eventually(async () => (await journal.row('r1'))?.seq ?? 0);
      expect((await journal.write(write(seq))).ok).toBe(true);
    }
    expect((await journal.read('r1')).map(entry => entry.seq)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('can tell which replica each connection is of', async () => {
    const journal = await store.replica({ holder: 'host-a/4711' });
    await journal.now();
    const names = await store.sql('select application_name from pg_stat_activity');
    expect(JSON.stringify(names)).toContain('pks-rescue host-a/4711');
  });

  test('is said to be away with its place, and the same journal goes on when the road is open again', async () => {
    const journal = await store.replica({ databaseUrl: road.url });
    await journal.open({ run: 'r1', cluster: 'dev-1' }, said('started'));
    road.cut();
    await expect(journal.write(write(1))).rejects.toMatchObject({
      trouble: 'away',
      message: expect.stringContaining(`cannot be reached (${road.place}`),
    });
    await expect(store.replica({ databaseUrl: road.url })).rejects.toMatchObject({ trouble: 'away' });
    await road.mend();
    const seq = await eventually(async () => (await journal.row('r1'))?.seq ?? 0);
    expect((await journal.write(write(seq))).ok).toBe(true);
  });

  test('is heard again after the listening connection was lost', async () => {
    const [one, two] = [await store.replica({ databaseUrl: road.url }), await store.replica()];
    await one.open({ run: 'r1', cluster: 'dev-1' }, said('started'));
    let heard = 0;
    one.onWritten(() => heard++);
    road.cut();
    await road.mend();
    const listeners = () => store.sql("select pid from pg_stat_activity where query like 'listen%'");
    await expect.poll(listeners, { timeout: 5_000 }).toHaveLength(1);
    heard = 0;
    await two.write(write(1));
    await expect.poll(() => heard, { timeout: 5_000 }).toBeGreaterThan(0);
  });

  test('tells of a write by its own notification, without anybody looking', async () => {
    const journal = await store.replica();
    const engine = postgresEngine({
      databaseUrl: store.place.databaseUrl ?? '',
      patienceMs: 1_000,
      holder: 'test',
    });
    const heard: unknown[] = [];
    const stop = engine.listen((run, seq) => heard.push([run, seq]));
    await expect
      .poll(() => store.sql("select pid from pg_stat_activity where query like 'listen%'"))
      .toHaveLength(1);
    await journal.open({ run: 'run with a space', cluster: 'dev-1' }, said('started'));
    await expect.poll(() => heard).toEqual([['run with a space', 1]]);
    stop();
    await engine.close();
  });

  test('tells the time of an entry when it is written, not when its writer began to wait', async () => {
    const journal = await store.replica();
    await journal.open({ run: 'r1', cluster: 'dev-1' }, said('started'));
    const shell = new pg.Client({ connectionString: store.place.databaseUrl });
    await shell.connect();
    await shell.query("begin; update runs set awake = 1 where id = 'r1'");
    const writing = journal.write(write(1));
    await new Promise(resolve => setTimeout(resolve, 200));
    const released = await journal.now();
    await shell.query('commit');
    await shell.end();
    await writing;
    expect((await journal.read('r1', 1))[0]?.at).toBeGreaterThanOrEqual(released);
  });

  test('is said to be read-only while it is', async () => {
    const journal = await store.replica();
    await journal.open({ run: 'r1', cluster: 'dev-1' }, said('started'));
    const readOnly = (value: 'on' | 'off') =>
      store.sql(`begin read write; do $$ begin
        execute format('alter database %I set default_transaction_read_only = ${value}', current_database());
      end $$; commit; ${terminateOthers}`);
    await readOnly('on');
    await eventually(() => journal.row('r1'));
    await expect(journal.write(write(1))).rejects.toMatchObject({ trouble: 'read-only' });
    await readOnly('off');
    await eventually(() => journal.row('r1'));
    expect((await journal.write(write(1))).ok).toBe(true);
  });

  test('that says nothing at all counts as away in the time that was set, and its connection is not used again', async () => {
    const journal = await store.replica({ databaseUrl: road.url, patienceMs: 400 });
    await journal.open({ run: 'r1', cluster: 'dev-1' }, said('started'));
    road.freeze();
    await expect(journal.row('r1')).rejects.toMatchObject({ trouble: 'away' });
    road.thaw();
    expect((await journal.row('r1'))?.seq).toBe(1);
    expect(await journal.read('r1')).toHaveLength(1);
  });

  test('lets nobody wait for a replica that stopped in the middle of its write', async () => {
    const stopped = new pg.Client({ connectionString: store.place.databaseUrl });
    const journal = await store.replica({ patienceMs: 400 });
    await journal.open({ run: 'r1', cluster: 'dev-1' }, said('started'));
    await stopped.connect();
    await stopped.query("begin; update runs set awake = 1 where id = 'r1'");
    await expect(journal.write(write(1))).rejects.toMatchObject({ trouble: 'busy' });
    await stopped.end();
    expect((await journal.write(write(1))).ok).toBe(true);
  });

  test.each(['zebra', 'ze%40b%2Fra', 'ze@b#ra', 'ze/b@ra'])(
    'never tells the password, here %s',
    async password => {
      const url = (store.place.databaseUrl ?? '').replace('loopback-only', password);
      const error = await openJournal({
        dataDir: '/nonexistent',
        databaseUrl: url,
        holder: 'x',
        parse: parseSaid,
      }).then(
        () => null,
        (error: unknown) => error,
      );
      expect(error).toBeInstanceOf(JournalTrouble);
      expect(error).toMatchObject({ trouble: 'refused' });
      const everything = inspect(error, { depth: 9, showHidden: true }) + String(error);
      expect(everything).not.toMatch(/zebra|ze%40b|ze@b|b#ra|ze\/b|loopback-only/);
    },
  );
});

describe('a DATABASE_URL', () => {
  const url = postgresUrl('postgres://pks:ze%40bra@db.example:6432/rescue?sslmode=require');
  test('shows its host, port and database', () => {
    expect(url.place).toBe('postgres://db.example:6432/rescue');
  });
  test('is scrubbed of its password in either spelling', () => {
    expect(url.scrub('login of pks with ze@bra or ze%40bra')).toBe('login of pks with … or …');
  });
});

describe('trouble with Postgres', () => {
  const said = (code: string, message = 'could not extend file') =>
    Object.assign(new Error(message), { code });
  test.each([
    [said('53100'), 'full'],
    [said('53300'), 'away'],
    [said('25006'), 'read-only'],
    [said('57P01'), 'away'],
    [said('57014'), 'busy'],
    [said('55P03'), 'busy'],
    [said('28P01'), 'refused'],
    [said('XX001'), 'corrupt'],
    [said('58030'), 'broken'],
    [said('ECONNREFUSED'), 'away'],
    [new Error('Query read timeout'), 'away'],
    [new Error('Connection terminated unexpectedly'), 'away'],
  ])('%s is %s', (error, kind) => {
    expect(postgresTrouble(error)?.kind).toBe(kind);
  });
  test.each([said('23505'), said('42703'), said('P0001'), new TypeError('x is not a function')])(
    '%s is no trouble of the store',
    error => {
      expect(postgresTrouble(error)).toBeNull();
    },
  );
});

/** Between two tries a person or a timer would wait; only the store's own trouble may come meanwhile. */
const eventually = async <T>(act: () => Promise<T>): Promise<T> => {
  for (let attempt = 0; ; attempt++) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof JournalTrouble) || attempt > 40) throw error;
      await new Promise(resolve => setTimeout(resolve, 25));
    }
  }
};

type Road = {
  url: string;
  place: string;
  freeze(): void;
  thaw(): void;
  cut(): void;
  mend(): Promise<void>;
  close(): Promise<void>;
};

/** A way to the server that can be cut without telling the server. */
const roadTo = async (target: URL): Promise<Road> => {
  const sockets = new Set<Socket>();
  let frozen = false;
  const carry = (from: Socket) => {
    const to = connect(Number(target.port), target.hostname);
    for (const socket of [from, to]) sockets.add(socket.on('error', () => {}));
    if (!frozen) from.pipe(to).pipe(from);
  };
  let server: Server = createServer(carry).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const url = new URL(target);
  url.port = String(port);
  const cut = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return {
    url: url.href,
    place: `postgres://127.0.0.1:${port}${target.pathname}`,
    // Whatever was asked on these connections stays unanswered; new ones get through after the thaw.
    freeze: () => {
      frozen = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    thaw: () => {
      frozen = false;
    },
    cut,
    async mend() {
      server = createServer(carry).listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    close: async () => cut(),
  };
};
