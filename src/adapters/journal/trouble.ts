import { JournalTrouble, type TroubleKind } from '../../ports/journal.ts';
import type { Words } from '../../words.ts';

type Found = { readonly kind: TroubleKind; readonly place: string; readonly detail: string };

/** The one sentence of each trouble: what, where, and the next move. */
const sentences: { readonly [kind in TroubleKind]: (found: Found) => Words } = {
  full: ({ place, detail }) => ({
    en: `The journal's disk is full (${place}: ${detail}); nothing starts until there is room: free some space there and the bot goes on by itself.`,
    ko: `저널 디스크가 가득 찼습니다(${place}: ${detail}). 공간이 생길 때까지 아무것도 시작하지 않습니다. 공간을 비우면 봇이 스스로 이어 갑니다.`,
  }),
  'read-only': ({ place, detail }) => ({
    en: `The journal cannot be written (${place}: ${detail}); nothing starts until it can: make it writable for the bot's user and the bot goes on by itself.`,
    ko: `저널에 쓸 수 없습니다(${place}: ${detail}). 쓸 수 있을 때까지 아무것도 시작하지 않습니다. 봇 사용자에게 쓰기 권한을 주면 봇이 스스로 이어 갑니다.`,
  }),
  away: ({ place, detail }) => ({
    en: `The journal cannot be reached (${place}: ${detail}); nothing starts until it answers: bring it back and the bot goes on by itself.`,
    ko: `저널에 연결할 수 없습니다(${place}: ${detail}). 응답할 때까지 아무것도 시작하지 않습니다. 복구하면 봇이 스스로 이어 갑니다.`,
  }),
  busy: ({ place, detail }) => ({
    en: `Another process keeps the journal locked (${place}: ${detail}); nothing starts until it lets go: look for a stopped bot or an open database shell there.`,
    ko: `다른 프로세스가 저널을 잠그고 있습니다(${place}: ${detail}). 풀릴 때까지 아무것도 시작하지 않습니다. 멈춰 있는 봇이나 열려 있는 DB 셸을 찾으세요.`,
  }),
  refused: ({ place, detail }) => ({
    en: `The journal refused the bot (${place}: ${detail}); check the user, the password and the rights in DATABASE_URL.`,
    ko: `저널이 봇을 거부했습니다(${place}: ${detail}). DATABASE_URL의 사용자, 비밀번호, 권한을 확인하세요.`,
  }),
  corrupt: ({ place, detail }) => ({
    en: `The journal is damaged (${place}: ${detail}); stop every bot, keep the damaged files aside and put the last backup in their place (made by "npm run -s pks -- backup").`,
    ko: `저널이 손상되었습니다(${place}: ${detail}). 모든 봇을 멈추고 손상된 파일을 따로 보관한 뒤 마지막 백업("npm run -s pks -- backup")으로 바꾸세요.`,
  }),
  newer: ({ place, detail }) => ({
    en: `The journal was written by a newer bot (${place}: ${detail}); start that version or a later one, or put back the backup from before the upgrade.`,
    ko: `더 새로운 버전의 봇이 쓴 저널입니다(${place}: ${detail}). 그 버전 이상을 시작하거나 업그레이드 전의 백업으로 되돌리세요.`,
  }),
  unreadable: ({ place, detail }) => ({
    en: `An entry of the journal cannot be read by this version (${place}: ${detail}); start the version that wrote it, or put back a backup.`,
    ko: `이 버전이 읽을 수 없는 저널 항목이 있습니다(${place}: ${detail}). 그 항목을 쓴 버전을 시작하거나 백업으로 되돌리세요.`,
  }),
  altered: ({ place, detail }) => ({
    en: `The record was changed from outside (${place}: ${detail} is not what was written); nothing of that run starts: "npm run -s pks -- verify" says what was changed, and a backup puts it back.`,
    ko: `기록이 외부에서 변경되었습니다(${place}: ${detail}의 내용이 기록 당시와 다릅니다). 이 복구에서는 아무것도 시작하지 않습니다. "npm run -s pks -- verify"로 무엇이 바뀌었는지 확인하고 백업으로 되돌리세요.`,
  }),
  broken: ({ place, detail }) => ({
    en: `The journal failed (${place}: ${detail}); nothing starts until it works: look at the store and restart the bot.`,
    ko: `저널에 오류가 났습니다(${place}: ${detail}). 정상으로 돌아올 때까지 아무것도 시작하지 않습니다. 저장소를 확인하고 봇을 다시 시작하세요.`,
  }),
};

/** `detail` is shown to people as it is: hand it over without secrets. */
export const journalTrouble = (found: Found): JournalTrouble =>
  new JournalTrouble({ trouble: found.kind, place: found.place, words: sentences[found.kind](found) });

/** What an error says of itself, whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A field that a driver's error may carry, such as `code` or `errcode`. */
export const fieldOf = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
