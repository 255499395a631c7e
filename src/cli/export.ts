import { counted } from '../words.ts';
import { journalPlace } from './place.ts';
import type { CliVerb } from './verb.ts';

export const exported: CliVerb = {
  usage: 'export FILE [RUN]',
  help: {
    en: `Writes the record into FILE as JSON lines, of RUN alone or of all: first the ledger ("run": null), then each run's entries, every one
with its event as it is stored, the hash before it and its own. A hash is sha256 over
{"at":…,"event":…,"previous":"…","run":"…","seq":…} without spaces. FILE is 0600 and never overwritten. Nothing is changed.`,
    ko: `기록을 JSON lines로 FILE에 씁니다(RUN만 또는 전체). 먼저 대장("run": null), 그다음 각 복구의 항목이며, 저장된 그대로의 event와
앞 항목의 해시, 자신의 해시가 들어 있습니다. 해시는 공백 없는 {"at":…,"event":…,"previous":"…","run":"…","seq":…}의 sha256입니다.
FILE은 0600으로 만들며 덮어쓰지 않습니다. 아무것도 바꾸지 않습니다.`,
  },
  options: {},
  takes: [1, 2],
  run: async ([file = '', only = null], _options, world) => {
    const [{ open }, { readRecord }] = await Promise.all([
      import('node:fs/promises'),
      import('../adapters/journal/read-record.ts'),
    ]);
    const { record, close } = await readRecord(await journalPlace(world), only);
    try {
      if (only !== null && !record.runIds.includes(only))
        return {
          why: { en: `There is no run ${only} in this journal.`, ko: `이 저널에 없는 복구입니다: ${only}` },
        };
      const out = await open(file, 'wx', 0o600);
      let entries = 0;
      for (const entry of only === null ? record.ledger : [])
        await out.write(`${JSON.stringify({ run: null, ...entry })}\n`);
      for await (const runs of record.runs) {
        const all = runs.flatMap(each => each.entries);
        entries += all.length;
        // The text as it is: what was hashed.
        const lines = all.map(({ run, seq, at, text, previous, hash }) => {
          const rest = JSON.stringify({ previous, hash }).slice(1);
          return `{"run":${JSON.stringify(run)},"seq":${seq},"at":${at},"event":${text || 'null'},${rest}\n`;
        });
        await out.write(lines.join(''));
      }
      await out.close();
      return {
        out: { en: `${file}: ${counted(entries, 'entry', 'entries')}.`, ko: `${file}: 항목 ${entries}개.` },
      };
    } finally {
      await close();
    }
  },
};
