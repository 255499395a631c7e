import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  askValue,
  clusterValue,
  parseAsk,
  parseCluster,
  parseRun,
  runValue,
} from '../../src/messages/button-value.ts';

const string = fc.string({ unit: 'binary', maxLength: 60 });
const ask = fc.record({ run: string, step: string, attempt: fc.nat(), nonce: fc.string({ maxLength: 16 }) });
const cluster = fc.record({ cluster: string, cure: fc.option(string) });

describe('what a button says is read back exactly', () => {
  test('an answer to a question', () => {
    fc.assert(
      fc.property(ask, target => {
        expect(parseAsk(askValue(target))).toEqual(target);
      }),
    );
  });
  test('a whole run, and a cluster with its cure', () => {
    fc.assert(
      fc.property(string, run => {
        expect(parseRun(runValue({ run }))).toEqual({ run });
      }),
    );
    fc.assert(
      fc.property(cluster, target => {
        expect(parseCluster(clusterValue(target))).toEqual(target);
      }),
    );
  });
  test('what this bot never wrote is nothing, and one kind is never read as another', () => {
    fc.assert(
      fc.property(fc.oneof(string, fc.json()), value => {
        expect(parseAsk(value)).toBeNull();
        expect(parseCluster(value)).toBeNull();
      }),
    );
    fc.assert(
      fc.property(ask, target => {
        expect(parseRun(askValue(target))).toBeNull();
        expect(parseAsk(runValue(target))).toBeNull();
      }),
    );
    expect(parseAsk('{"run":"a","step":"b","attempt":1,"nonce":"c","answer":"approve"}')).toBeNull();
    expect(parseAsk('{"run":"a","step":"b","attempt":-1,"nonce":"c"}')).toBeNull();
  });
  test('however long, it stays far below what Slack carries', () => {
    const target = {
      run: 'dev-1-20200805-032911-7f3a',
      step: 'resurrection-back',
      attempt: 3,
      nonce: '0123456789abcdef',
    };
    expect(askValue(target).length).toBeLessThan(150);
  });
});
