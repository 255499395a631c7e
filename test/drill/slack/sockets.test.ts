import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Json } from '../../../drill/slack/json.ts';
import { objectOf, textOf } from '../../../drill/slack/json.ts';
import type { Workspace } from '../../../drill/slack/workspace.ts';
import { startWorkspace } from '../../../drill/slack/workspace.ts';

let workspace: Workspace;
beforeEach(async () => {
  workspace = await startWorkspace();
});
afterEach(() => workspace.close());

const ticket = async (): Promise<string> => {
  const response = await fetch(`${workspace.apiUrl}apps.connections.open`, {
    method: 'POST',
    headers: { authorization: `Bearer ${workspace.appToken}` },
  });
  return textOf(objectOf(await response.json()).url);
};

/** A socket that keeps what it hears, and acks nothing unless told to. */
const dial = async (url: string) => {
  const socket = new WebSocket(url);
  const heard: Json[] = [];
  socket.on('message', data => heard.push(objectOf(JSON.parse(String(data)))));
  const ended = new Promise<string>(resolve => {
    socket.on('close', () => resolve('closed'));
    socket.on('error', error => resolve(error.message));
  });
  await Promise.race([new Promise(resolve => socket.once('message', resolve)), ended]);
  return { socket, heard, ended };
};

test('a socket ticket is taken once', async () => {
  const url = await ticket();
  const first = await dial(url);
  expect(first.heard[0]).toMatchObject({ type: 'hello', num_connections: 1 });
  const second = await dial(url);
  expect(await second.ended).toContain('401');
});

test('hello counts somebody else’s connections too', async () => {
  workspace.faults.phantomConnections(3);
  const { heard } = await dial(await ticket());
  expect(heard[0]).toMatchObject({ num_connections: 4 });
});

test('the eleventh socket is sent away', async () => {
  for (let nth = 0; nth < 10; nth += 1) await dial(await ticket());
  const { heard, ended } = await dial(await ticket());
  expect(heard[0]).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
  expect(await ended).toBe('closed');
  expect(workspace.sockets()).toBe(10);
});

test('an envelope goes to one socket, and its ack is waited for', async () => {
  const sockets = [await dial(await ticket()), await dial(await ticket())];
  const answered = workspace.as(workspace.ids.onCall).slash('/pks status');
  await expect.poll(() => sockets.map(({ heard }) => heard.length).toSorted()).toEqual([1, 2]);
  const taker = sockets.find(({ heard }) => heard.length === 2);
  const { envelope_id } = objectOf(taker?.heard[1]);
  taker?.socket.send(JSON.stringify({ envelope_id, payload: { text: 'fine', response_type: 'in_channel' } }));
  expect(await answered).toMatchObject({ outcome: 'acked', message: { text: 'fine', onlyFor: null } });
});

test('a socket that is closed is told why first', async () => {
  const { heard, ended } = await dial(await ticket());
  workspace.disconnect('refresh_requested');
  expect(await ended).toBe('closed');
  expect(heard[1]).toMatchObject({ type: 'disconnect', reason: 'refresh_requested' });
  expect(workspace.sockets()).toBe(0);
});

test('all sockets are lost when Slack goes down', async () => {
  const { ended } = await dial(await ticket());
  workspace.faults.down('reset');
  expect(await ended).toBe('closed');
});
