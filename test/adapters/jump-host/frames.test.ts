import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFrames } from '../../../src/adapters/jump-host/frames.ts';

const reader = () => {
  const out: Uint8Array[] = [];
  const err: Uint8Array[] = [];
  const lines: string[] = [];
  const frames = createFrames({
    onOut: bytes => out.push(Uint8Array.from(bytes)),
    onErr: bytes => err.push(Uint8Array.from(bytes)),
    onLine: line => lines.push(line),
  });
  return { frames, lines, out: () => Buffer.concat(out), err: () => Buffer.concat(err) };
};
const frame = (kind: 'o' | 'e', bytes: Uint8Array) =>
  Buffer.concat([Buffer.from(`${kind} ${bytes.length}\n`), bytes]);

test('frames come out whole, however the connection cuts them, greetings passed over', () => {
  const part = fc.record({
    kind: fc.constantFrom('o' as const, 'e' as const),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }),
  });
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), fc.array(fc.nat(400), { maxLength: 10 }), (parts, cuts) => {
      const wire = Buffer.concat([
        Buffer.from('Welcome!\no 5\n@@pks-fence 1\nstarted\n'),
        ...parts.map(({ kind, bytes }) => frame(kind, bytes)),
        Buffer.from('.\nend ended 0 exited 1 2\n'),
      ]);
      const read = reader();
      const at = [...new Set([0, ...cuts.map(cut => Math.min(cut, wire.length)), wire.length])].sort(
        (a, b) => a - b,
      );
      at.slice(1).forEach((end, index) => void read.frames.push(wire.subarray(at[index], end)));
      const all = (kind: 'o' | 'e') =>
        Buffer.concat(parts.filter(one => one.kind === kind).map(one => one.bytes));
      expect(read.out()).toEqual(all('o'));
      expect(read.err()).toEqual(all('e'));
      expect(read.lines).toEqual(['started', 'end ended 0 exited 1 2']);
      expect(read.frames.seen).toEqual({ out: all('o').length, err: all('e').length });
    }),
  );
});

test('after a drop in the middle of a frame the next connection goes on from the byte after the last', () => {
  const read = reader();
  read.frames.push(Buffer.from('@@pks-fence 1\nstarted\no 10\n01234'));
  read.frames.restart();
  expect(read.frames.seen.out).toBe(5);
  read.frames.push(Buffer.concat([Buffer.from('@@pks-fence 1\n'), frame('o', Buffer.from('56789'))]));
  expect(read.out().toString()).toBe('0123456789');
});
