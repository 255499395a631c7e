import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { CrashBox } from '../../drill/crash/crash-box.ts';
import { textOf } from '../../drill/slack/json.ts';
import { read } from './person.ts';
import { story } from './stage.ts';

/** bbr, the last step of a recovery, prints what the story is about. */
const log = '[bbr] 2026/11/30 03:12:00 INFO -';
const printing =
  (script: string) =>
  ({ folder }: CrashBox) => {
    const file = join(folder, 'bbr.sh');
    writeFileSync(file, `#!/bin/sh\n${script}\necho '${log} Backup created of x on 2026-11-30'\n`);
    chmodSync(file, 0o755);
    return { BBR_SCRIPT: file };
  };

story(
  '10. Four hundred lines in eight seconds: about an edit a second, a 429 is waited for, and the last edit always lands',
  {
    env: printing(`i=0; while [ $i -lt 400 ]; do i=$((i+1)); echo "${log} line $i of 400"; sleep 0.02; done`),
  },
  async ({ recovers, approvesAll, bob, slack, ended }) => {
    await recovers();
    slack.faults.limitRates(true);
    approvesAll();
    const card = await bob.sees(/bbr backup.*line \d+ of 400/s);
    slack.faults.rateLimit('chat.update', 2, 1);
    await ended();
    await bob.sees('Summary: healed');
    expect(read(await bob.sees(/✅ 9\/9 bbr backup · done/))).toContain('line 400 of 400');
    const edits = slack
      .wires()
      .filter(
        ({ what, sent }) => what === 'chat.update' && textOf(Reflect.get(Object(sent), 'ts')) === card.ts,
      );
    const [first, last] = [edits[0]?.at ?? 0, edits.at(-1)?.at ?? 0];
    expect(edits.length).toBeLessThanOrEqual((last - first) / 1000 + 2);
  },
);

story(
  '11. Sixty thousand characters of Korean: the card shows the end of them whole, says what it leaves out, and the file has all',
  {
    env: printing(
      `i=0; while [ $i -lt 1200 ]; do i=$((i+1)); echo "${log} 백업하는 중입니다 조금만 기다려 주세요 $i"; done`,
    ),
  },
  async ({ recovers, approvesAll, bob, ended }) => {
    await recovers();
    approvesAll();
    await ended();
    const card = await bob.sees(/✅ 9\/9 bbr backup · done/);
    const shown = read(card);
    expect(shown).toContain('백업하는 중입니다 조금만 기다려 주세요 1200');
    expect(shown).not.toMatch(/\uFFFD|[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
    const [, file = ''] =
      /… \d{5} characters between are in the log file, on the bot's host: (\S+) …/.exec(shown) ?? [];
    expect(shown).toMatch(/sha256 [0-9a-f]{16}/);
    expect(readFileSync(file, 'utf8').match(/조금만 기다려 주세요 \d+/g)).toHaveLength(1200);
  },
);

const token = 'xoxb-417250873-kD93hsLq0aPzW7uYbN2c';
const password = 'Zq8-vNf4!tRw2-mKp7';
story(
  '12. A password and a token in what a tool prints, one of them in two pieces: nobody sees them, anywhere',
  {
    env: printing(
      `echo '${log} password: ${password}'; printf '${log} token ${token.slice(0, 12)}'; sleep 1; echo '${token.slice(12)} used'; echo '${log} end of it'`,
    ),
  },
  async ({ recovers, approvesAll, bob, slack, log: lines, journal, run, ended }) => {
    await recovers();
    approvesAll();
    await ended();
    await bob.sees('Summary: healed');
    expect(read(await bob.sees(/✅ 9\/9 bbr backup · done/))).toContain('end of it');
    const everything = [
      JSON.stringify(slack.wires()),
      JSON.stringify(slack.messages()),
      lines.join('\n'),
      JSON.stringify(await journal().read((await run())?.id ?? '')),
    ];
    for (const place of everything)
      for (const secret of [password, token, token.slice(12)]) expect(place).not.toContain(secret);
  },
);
