import { afterEach, describe, expect, test } from 'vitest';
import { lateBlocks } from '../../../src/adapters/slack/message.ts';
import {
  alice,
  approved,
  aStep,
  asked,
  began,
  ended,
  finished,
  settled,
  started,
} from '../../support/a-run.ts';
import { anOutbox } from '../../support/an-outbox.ts';

let box: Awaited<ReturnType<typeof anOutbox>>;
afterEach(() => box.close());

const texts = () => box.workspace.messages().map(message => message.text);
const settledNow = () => box.outbox().settled();

describe('the channel is brought to what the record says', () => {
  test('with one headline, and one message a step in its thread, in order', async () => {
    box = await anOutbox();
    box.write(started(), began('snapshot'), ended('snapshot'), settled('snapshot'), asked('move-leader'));
    await settledNow();
    const [headline, ...thread] = box.workspace.messages();
    expect(headline?.threadTs).toBeNull();
    expect(headline?.text).toContain('waiting for approval');
    expect(thread.map(message => message.threadTs)).toEqual([headline?.ts, headline?.ts]);
    expect(thread.map(message => message.text)).toEqual([
      expect.stringContaining('1/5 Snapshot'),
      expect.stringContaining('2/5 Move the leader'),
    ]);
    expect(headline?.metadata).toEqual({
      event_type: 'pks_rescue',
      event_payload: { run: '7f3a', key: 'headline' },
    });
  });

  test('so that what did not change is not sent again, and what changed is edited where it stands', async () => {
    box = await anOutbox();
    box.write(started(), asked('snapshot'));
    await settledNow();
    const before = box.workspace.wires().length;
    box.outbox().show('7f3a');
    await settledNow();
    expect(box.workspace.wires().length).toBe(before);
    box.write(approved('snapshot', alice));
    await settledNow();
    expect(box.workspace.messages()).toHaveLength(2);
    expect(JSON.stringify(box.workspace.messages()[1]?.blocks)).toContain('checking the state once more');
  });

  test('and what is posted long after it happened says when that was, also once it is edited; what comes at once does not', async () => {
    box = await anOutbox();
    const step = () => JSON.stringify(box.workspace.messages()[1]?.blocks);
    box.write(started(), asked('snapshot'));
    await settledNow();
    expect(step()).toContain('it was posted late');
    box.write(approved('snapshot', alice));
    await settledNow();
    expect(step()).toContain('checking the state once more');
    expect(step()).toContain('it was posted late');
    const late = { at: 1_000_000, block: { type: 'divider' } } as const;
    expect(lateBlocks({ late }, 1_020_000)).toEqual([]);
    expect(lateBlocks({ late }, 1_020_001)).toEqual([late.block]);
  });

  test('by at most one edit in 1.2 s in a storm of output, and the final state lands', async () => {
    box = await anOutbox(4);
    box.write(started({ plan: [aStep('recreate')] }), began('recreate'));
    await settledNow();
    const before = box.calls('chat.update').length;
    const began_ = Date.now();
    for (let line = 0; line < 400; line++) {
      box.outbox().live({ run: '7f3a', step: 'recreate', text: `line ${line}\n`, lines: line });
      if (line % 20 === 0) await new Promise(resolve => setTimeout(resolve, 30));
    }
    box.write(ended('recreate'), settled('recreate', { words: { en: 'The VM is back.', ko: 'VM 복귀.' } }));
    await settledNow();
    const seconds = ((Date.now() - began_) * 4) / 1000;
    const toStep = box
      .calls('chat.update')
      .slice(before)
      .filter(wire => JSON.stringify(wire.sent).includes('step/recreate'));
    expect(toStep.length).toBeLessThanOrEqual(seconds / 1.2 + 2);
    expect(box.workspace.messages()[1]?.text).toContain('The VM is back.');
  });

  test('with a question before the edits that only inform', async () => {
    box = await anOutbox();
    box.write(started(), began('snapshot'), settled('snapshot'), asked('move-leader'));
    await settledNow();
    const before = box.workspace.wires().length;
    await new Promise(resolve => setTimeout(resolve, 100));
    box.write(approved('move-leader', alice));
    await settledNow();
    const first = box.workspace
      .wires()
      .slice(before)
      .find(wire => wire.what.includes('chat.update'));
    expect(JSON.stringify(first?.sent)).toContain('step/move-leader');
  });
});

describe('after an answer', () => {
  test('the card of it is the first that is written, without a button to approve', async () => {
    box = await anOutbox();
    box.write(started(), began('snapshot'), settled('snapshot'), asked('move-leader'));
    await settledNow();
    const before = box.workspace.wires().length;
    box.write(approved('move-leader', alice));
    await box.outbox().moved('7f3a');
    const [first, ...more] = box.workspace
      .wires()
      .slice(before)
      .filter(wire => /chat\.(update|post)/.test(wire.what));
    expect(more.length).toBeLessThan(2);
    expect(JSON.stringify(first?.sent)).toContain('checking the state once more');
    expect(JSON.stringify(first?.sent)).not.toContain('pks_approve');
  });
  test('nobody waits longer than two seconds for it', async () => {
    box = await anOutbox();
    box.write(started());
    await settledNow();
    box.workspace.faults.down('503');
    box.write(began('snapshot'));
    await box.outbox().moved('7f3a');
  });
});

describe('a link to a run', () => {
  test('is the address that Slack gives its headline, asked for once; none before it stands, none while Slack is away', async () => {
    box = await anOutbox();
    expect(await box.outbox().linkOf('7f3a')).toBeNull();
    box.write(started());
    await settledNow();
    box.workspace.faults.down('503');
    expect(await box.outbox().linkOf('7f3a')).toBeNull();
    box.workspace.faults.down(null);
    const [headline] = box.workspace.messages();
    const address = await box.outbox().linkOf('7f3a');
    expect(address).toContain(`/archives/${box.workspace.channel}/p${headline?.ts.replace('.', '')}`);
    expect(await box.outbox().linkOf('7f3a')).toBe(address);
    expect(box.calls('chat.getPermalink')).toHaveLength(1);
  });
});

describe('what is kept in memory', () => {
  test('is nothing of a run that waits or is over, and a step’s newest output until it is read back', async () => {
    box = await anOutbox();
    box.write(started({ plan: [aStep('recreate')] }), began('recreate'));
    box.outbox().live({ run: '7f3a', step: 'recreate', text: 'Creating VM …', lines: 1 });
    await settledNow();
    await new Promise(resolve => setTimeout(resolve, 150));
    expect(box.outbox().size()).toBe(1);
    box.write(ended('recreate'), settled('recreate'));
    await settledNow();
    expect(box.table.shownUpTo()).toBe(4);
    await expect.poll(() => box.outbox().size(), { timeout: 10_000 }).toBe(0);
    expect(box.calls('conversations.history')).toEqual([]);
  });
});

describe('Slack away, slow or against us', () => {
  test('nothing waits for it, and the channel catches up in order', async () => {
    box = await anOutbox(100);
    box.workspace.faults.down('503');
    box.write(started(), began('snapshot'), settled('snapshot'));
    await new Promise(resolve => setTimeout(resolve, 60));
    box.write(asked('move-leader'), approved('move-leader', alice), began('move-leader'));
    await new Promise(resolve => setTimeout(resolve, 60));
    box.write(ended('move-leader'), settled('move-leader'), finished());
    expect(texts()).toEqual([]);
    box.workspace.faults.down(null);
    await settledNow();
    expect(texts().map(text => text.slice(0, 20))).toEqual([
      expect.stringContaining('etcd recovery'),
      expect.stringContaining('1/5'),
      expect.stringContaining('2/5'),
      expect.stringContaining('Summary'),
    ]);
    expect(texts()[0]).toContain('healed');
  });

  test('its Retry-After is honoured', async () => {
    box = await anOutbox(10);
    box.workspace.faults.rateLimit('chat.postMessage', 2, 1);
    const began_ = Date.now();
    box.write(started());
    await settledNow();
    expect(Date.now() - began_).toBeGreaterThanOrEqual(200);
    expect(box.calls('chat.postMessage')).toHaveLength(3);
    expect(box.workspace.messages()).toHaveLength(2);
  });

  test('a post whose answer was lost is found by its metadata and not posted twice', async () => {
    box = await anOutbox();
    box.write(started(), began('snapshot'), settled('snapshot'));
    await settledNow();
    box.table.forget('headline');
    box.table.forget('step/snapshot');
    await box.restart();
    box.write(asked('move-leader'));
    await settledNow();
    expect(box.workspace.messages()).toHaveLength(3);
  });

  test('an archived channel is told to a person once, and catches up when it is back', async () => {
    box = await anOutbox(200);
    box.workspace.faults.archiveChannel(true);
    box.write(started());
    await expect.poll(() => box.trouble).toEqual([expect.stringContaining('archived')]);
    expect(box.outbox().blocked('7f3a')?.en).toContain('archived');
    box.workspace.faults.archiveChannel(false);
    await settledNow();
    expect(box.outbox().blocked('7f3a')).toBeNull();
    expect(box.workspace.messages()).toHaveLength(2);
    expect(box.trouble).toHaveLength(1);
  });

  test('the bot put out of the channel says who can mend it', async () => {
    box = await anOutbox(200);
    box.workspace.faults.removeFromChannel(box.workspace.ids.bot);
    box.write(started());
    await expect.poll(() => box.trouble).toEqual([expect.stringContaining('/invite')]);
    box.workspace.faults.addToChannel(box.workspace.ids.bot);
    await settledNow();
    expect(box.workspace.messages()).toHaveLength(2);
  });

  test('an ask that somebody deleted while it waits is posted again within a minute, once, and what stands is left alone', async () => {
    box = await anOutbox(200);
    box.write(started(), began('snapshot'), settled('snapshot'), asked('move-leader'));
    await settledNow();
    const asks = () => box.workspace.messages().filter(({ text }) => text.includes('2/5'));
    const [first] = asks();
    box.outbox().catchUp();
    await expect.poll(() => box.calls('conversations.replies').length).toBeGreaterThan(2);
    expect([asks(), box.log]).toEqual([[first], []]);
    box.workspace.faults.deleteMessage(first?.ts ?? '');
    await expect.poll(asks).toEqual([expect.objectContaining({ threadTs: box.workspace.messages()[0]?.ts })]);
    const looks = box.calls('conversations.replies').length;
    await expect.poll(() => box.calls('conversations.replies').length).toBeGreaterThan(looks + 2);
    expect([asks().length, box.log.length]).toEqual([1, 1]);
    expect(JSON.stringify(asks()[0]?.blocks)).toContain('pks_approve');
  });

  test('a look that Slack does not answer says nothing of an ask: it is not posted again', async () => {
    box = await anOutbox(200);
    box.write(started(), asked('snapshot'));
    await settledNow();
    box.workspace.faults.fail('conversations.replies', { error: 'internal_error' }, { times: 3 });
    box.outbox().catchUp();
    await expect.poll(() => box.calls('conversations.replies').length).toBeGreaterThan(4);
    expect([box.workspace.messages().length, box.log]).toEqual([2, []]);
  });

  test('a card that somebody deleted is posted again', async () => {
    box = await anOutbox();
    box.write(started(), asked('snapshot'));
    await settledNow();
    const card = box.workspace.messages()[1];
    // Somebody else's delete, with the same token: the record knows nothing of it.
    await fetch(`${box.workspace.apiUrl}chat.delete`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${box.workspace.botToken}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ channel: box.workspace.channel, ts: card?.ts ?? '' }),
    });
    box.write(approved('snapshot', alice));
    await settledNow();
    expect(texts().filter(text => text.includes('1/5'))).toHaveLength(1);
    expect(box.workspace.messages()[1]?.threadTs).toBe(box.workspace.messages()[0]?.ts);
  });
});
