import { describe, expect, test } from 'vitest';
import { newestStart, startedAgain } from '../../src/cluster/start-line.ts';

const capnslog = (time: string) => `2026-11-22 ${time} I | etcdmain: etcd Version: 3.4.23`;
const running = (time: string) => `{"level":"info","ts":"2026-11-22T${time}Z","msg":"Running: ","args":[]}`;
const zap = (time: string) =>
  `{"level":"info","ts":"2026-11-22T${time}Z","msg":"configuring peer listeners"}`;

describe('the newest start in a piece of log', () => {
  test.each([
    [
      'capnslog',
      [capnslog('10:57:28.133838'), 'x', capnslog('10:57:30.133838'), 'y'],
      '2026-11-22 10:57:30.133838',
    ],
    ['zap of 3.5', [running('10:57:28.1'), zap('10:57:28.2'), 'y'], '2026-11-22T10:57:28.1Z'],
    ['zap of 3.4', ['x', zap('10:57:28.2'), 'y'], '2026-11-22T10:57:28.2Z'],
  ])('is told by its time (%s)', (_of, lines, time) => expect(newestStart(lines.join('\n'))).toContain(time));
  test('is none where no start is in the piece', () => expect(newestStart('a line\nanother one')).toBe(''));
});

describe('a start since', () => {
  const [old, young] = [capnslog('10:57:28.133838'), capnslog('11:00:00.000000')];
  test('is another start than the one before', () => expect(startedAgain(old, young)).toBe(true));
  test('is one where none was in the tail before', () =>
    expect(startedAgain('some lines', young)).toBe(true));
  test('is not a tail that has moved on', () => {
    expect(startedAgain('line 1\nline 2', 'line 2\nline 3')).toBe(false);
    expect(startedAgain(`${old}\nline 1`, 'line 1\nline 2')).toBe(false);
  });
});
