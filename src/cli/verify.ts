import { counted, same, type Words } from '../words.ts';
import { lines } from './typed.ts';
import type { CliVerb, CliWorld } from './verb.ts';

/** What the channel knows of the record's end, or why nobody asked it. */
const endFrom = async (
  world: CliWorld,
  channels: readonly string[],
  only: string | null,
  offline: boolean,
) => {
  const { readRecordPlace } = await import('../config.ts');
  const { SLACK_BOT_TOKEN: token, SLACK_API_URL, CHANNEL } = readRecordPlace(await world.env());
  if (offline || token === undefined) return { anchors: [], why: offline ? '--offline' : 'SLACK_BOT_TOKEN' };
  const { anchorsIn, slackReader } = await import('../adapters/slack/anchors.ts');
  const web = slackReader({ botToken: token, apiUrl: SLACK_API_URL, log: () => {} });
  try {
    const all = [...new Set([...channels, ...(CHANNEL ? [CHANNEL] : [])])];
    const anchors = (await Promise.all(all.map(channel => anchorsIn(web, channel, only)))).flat();
    return { anchors, why: null };
  } catch (error) {
    return { anchors: [], why: error instanceof Error ? error.message : String(error) };
  }
};

const endWords = (anchors: number, why: string | null): Words =>
  why === null
    ? {
        en: `The end was checked: ${counted(anchors, 'message')} in the channel agree with it unless said above.`,
        ko: `끝부분을 확인했습니다. 채널 메시지 ${anchors}개와 대조했습니다.`,
      }
    : {
        en: `The end was not checked (${why}): entries that are missing at the end of a live run, and a record that was chained anew as a whole, show only in Slack.`,
        ko: `끝부분은 확인하지 않았습니다(${why}). 진행 중인 복구의 끝부분이 잘렸거나 전체 해시가 다시 계산되었는지는 Slack에서만 확인할 수 있습니다.`,
      };

const keyWords: Words = {
  en: 'Signatures were not checked: RECORD_KEY_FILE can’t be read here.',
  ko: '서명은 확인하지 않았습니다. 여기서 RECORD_KEY_FILE을 읽을 수 없습니다.',
};

/** The keys that are at hand; none is made, and without one the chain is checked all the same. */
const sealingHere = async (world: CliWorld, used: readonly string[]) => {
  const { readRecordPlace } = await import('../config.ts');
  const { keysOf } = await import('../app/record-keys.ts');
  const { sealing } = await import('../record/seal.ts');
  try {
    return sealing(keysOf(readRecordPlace(await world.env()), false), new Set(used));
  } catch {
    return null;
  }
};

export const verify: CliVerb = {
  usage: 'verify [RUN] [--offline] [--json]',
  help: {
    en: `Says whether the journal is what the bots wrote: at which entry of which run something was edited, put in, taken out,
moved, swapped, cut off or forged, and which run was removed. Of RUN alone, or of all.
Only the channel knows the end: SLACK_BOT_TOKEN is used to read it unless --offline is said. Nothing is changed. Exit 1: something was found.`,
    ko: `저널이 봇이 기록한 그대로인지 확인합니다. 어느 복구의 몇 번째 항목이 수정, 삽입, 삭제, 이동, 교체, 절단, 위조되었는지, 어느 복구가
통째로 삭제되었는지 알려 줍니다. RUN을 생략하면 전체를 확인합니다.
끝부분은 채널에서만 확인할 수 있어 SLACK_BOT_TOKEN으로 읽습니다(--offline이면 생략). 아무것도 바꾸지 않습니다. 문제가 있으면 exit 1입니다.`,
  },
  options: { offline: { type: 'boolean' }, json: { type: 'boolean' } },
  takes: [0, 1],
  run: async ([only = null], options, world) => {
    const [{ readRecord }, { verifyStore }, { findingWords }, { journalPlace }] = await Promise.all([
      import('../adapters/journal/read-record.ts'),
      import('../record/verify-store.ts'),
      import('../record/breach.ts'),
      import('./place.ts'),
    ]);
    const { record, channels, close } = await readRecord(await journalPlace(world), only);
    try {
      const end = await endFrom(world, channels, only, options.offline === true);
      const used = record.ledger.flatMap(({ event }) => (event.kind === 'key' ? [String(event.id)] : []));
      const sealing = await sealingHere(world, used);
      const anchors = Map.groupBy(end.anchors, ({ run }) => run);
      const { breaches, ...count } = await verifyStore(record, { anchors, only, sealing });
      const code = breaches.length > 0 ? 1 : 0;
      if (options.json === true) {
        const said = { ...count, breaches, end: end.why ?? 'checked', signatures: sealing !== null };
        return { out: same(JSON.stringify(said)), code };
      }
      return {
        code,
        out: lines(
          ...breaches.map(findingWords),
          {
            en: `${counted(count.runs, 'run')}, ${counted(count.entries, 'entry', 'entries')}: ${breaches.length === 0 ? 'nothing was changed.' : `${counted(breaches.length, 'finding')}.`}`,
            ko: `복구 ${count.runs}건, 항목 ${count.entries}개: ${breaches.length === 0 ? '변경된 것이 없습니다.' : `문제 ${breaches.length}건.`}`,
          },
          endWords(end.anchors.length, end.why),
          ...(sealing ? [] : [keyWords]),
        ),
      };
    } finally {
      await close();
    }
  },
};
