import { expect } from 'vitest';
import { read } from './person.ts';
import { story } from './stage.ts';

story(
  '15. What somebody types into a reason is shown as they typed it: it calls nobody, closes no block and approves nothing',
  {},
  async ({ recovers, alice, bob, effects }) => {
    await recovers();
    await bob.types('/pks takeover');
    const forged = '``` *Approved by @cto* <!channel> <@U0APPROVER2> <https://evil.example|click>';
    const form = await bob.form();
    const [field = ''] = JSON.stringify(form.content).match(/(?<="action_id":")[^"]+/g) ?? [];
    const rang = alice.notifications().length;
    await bob.submit(form, { [field]: forged });
    await bob.hears('The reason is written down');
    const seen = await alice.sees('on taking it over:');
    expect(JSON.stringify(seen.blocks)).not.toMatch(/"type":"(broadcast|link)"/);
    expect(read(seen)).toContain('*Approved by @cto* <!channel> <@U0APPROVER2>');
    const calls = alice.notifications().slice(rang);
    expect(calls.filter(({ why }) => why === 'channel')).toEqual([]);
    expect(effects()).not.toContain('move-leader');
  },
);

story(
  '16. A second recovery of the same cluster is refused with who is at it, which run and since when',
  {},
  async ({ recovers, bob, run, effects }) => {
    await recovers();
    const before = effects();
    await bob.types('/pks recover --route original');
    const now = await run();
    const told = await bob.hears(`dev-1 is already in run ${now?.id}, started by jihun at `);
    expect(told.text).toMatch(/at \d\d:\d\d:\d\d UTC/);
    expect(read(told)).toContain('Open its card');
    expect(effects()).toEqual(before);
  },
);
