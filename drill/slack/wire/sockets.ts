import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { DisconnectReason } from '../faults/faults.ts';
import type { SocketFault, SocketFaults } from '../faults/socket-faults.ts';
import { objectOf, parsed, textOf } from '../json.ts';
import type { Delivery, Envelope, Transport } from './envelope.ts';

/** Slack lets an app hold this many sockets. */
export const mostSockets = 10;

export type Sockets = {
  readonly send: Transport;
  newTicket(): string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Says goodbye with Slack's reason and closes, as before a restart of its servers. */
  disconnect(reason: DisconnectReason): void;
  /** Breaks every connection without a word. */
  cut(): void;
  count(): number;
};

type Options = {
  readonly appId: string;
  readonly ackMs: number;
  readonly faults: SocketFaults & { readonly phantoms: () => number };
};

const debug = { host: 'applink-box', build_number: 1, approximate_connection_time: 18_060 };

const hello = (options: Options, count: number): string =>
  JSON.stringify({
    type: 'hello',
    num_connections: count + options.faults.phantoms(),
    connection_info: { app_id: options.appId },
    debug_info: debug,
  });

const farewell = (socket: WebSocket, reason: DisconnectReason): void => {
  socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: debug.host } }));
  socket.close(1000);
};

/** Acks that are waited for; a redelivered envelope has several waiters. */
const newWaiting = (ackMs: number) => {
  const waiting = new Map<string, ((delivery: Delivery) => void)[]>();
  return {
    settle: (id: string, body: unknown): void => {
      for (const settle of waiting.get(id) ?? []) settle({ is: 'acked', body });
      waiting.delete(id);
    },
    wait: (id: string): Promise<Delivery> =>
      new Promise(resolve => {
        const timer = setTimeout(() => resolve({ is: 'operation_timeout' }), ackMs);
        const settle = (delivery: Delivery): void => {
          clearTimeout(timer);
          resolve(delivery);
        };
        waiting.set(id, [...(waiting.get(id) ?? []), settle]);
      }),
  };
};

/** TCP connections, for those that no WebSocket ends: never upgraded, or held open after the goodbye as Slack does. */
const newLines = () => {
  const lines = new Set<Duplex>();
  return {
    took: (line: Duplex): void => {
      lines.add(line);
      line.on('close', () => lines.delete(line));
      line.on('error', () => line.destroy());
    },
    cut: (): void => {
      for (const line of lines) line.destroy();
    },
  };
};

/** Socket Mode's far end: single-use tickets, `hello`, one envelope to exactly one socket. */
export const newSockets = (options: Options): Sockets => {
  const { faults } = options;
  const server = new WebSocketServer({ noServer: true, autoPong: false });
  const tickets = new Set<string>();
  const open: WebSocket[] = [];
  const troubles = new WeakMap<WebSocket, SocketFault>();
  const lines = newLines();
  const waiting = newWaiting(options.ackMs);
  const troubleOf = (socket: WebSocket): SocketFault | null =>
    faults.openFault() ?? troubles.get(socket) ?? null;

  const forget = (socket: WebSocket): void => {
    const index = open.indexOf(socket);
    if (index >= 0) open.splice(index, 1);
  };
  const hear = (frame: string): void => {
    const message = objectOf(parsed(frame));
    if (textOf(message.envelope_id)) waiting.settle(textOf(message.envelope_id), message.payload);
  };
  const welcome = (socket: WebSocket, fault: SocketFault | null): void => {
    socket.on('error', () => socket.terminate());
    if (open.length >= mostSockets || fault === 'too-many') {
      farewell(socket, 'too_many_websockets');
      return;
    }
    if (fault) troubles.set(socket, fault);
    open.push(socket);
    socket.on('close', () => forget(socket));
    socket.on('message', data => hear(String(data)));
    socket.on('ping', data => {
      if (troubleOf(socket) !== 'no-pong') socket.pong(data);
    });
    if (fault !== 'no-hello') socket.send(hello(options, open.length));
  };
  /** Takes turns, so that two replicas both get their share. */
  const nextSocket = (): WebSocket | undefined => {
    const socket = open.shift();
    if (socket) open.push(socket);
    return socket;
  };

  return {
    count: () => open.length,
    newTicket: () => {
      const ticket = randomUUID();
      tickets.add(ticket);
      return ticket;
    },
    upgrade: (request, line, head) => {
      lines.took(line);
      const ticket = new URL(request.url ?? '/', 'http://box').searchParams.get('ticket') ?? '';
      if (!tickets.delete(ticket)) return void line.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
      const fault = faults.takeSocketFault();
      if (fault === 'no-handshake') return;
      if (faults.keepsTcp()) line.end = () => line;
      server.handleUpgrade(request, line, head, socket => welcome(socket, fault));
    },
    send: (envelope: Envelope) => {
      const socket = nextSocket();
      if (!socket) return Promise.resolve({ is: 'dispatch_failed' });
      const answered = waiting.wait(envelope.envelope_id);
      if (troubleOf(socket) !== 'deaf') socket.send(JSON.stringify(envelope));
      return answered;
    },
    disconnect: reason => {
      for (const socket of open.splice(0)) farewell(socket, reason);
    },
    cut: () => {
      for (const socket of open.splice(0)) socket.terminate();
      lines.cut();
    },
  };
};
