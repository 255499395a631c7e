/** Slack's own words around the app's, in the two languages of the cast. */
const table = {
  onlyYou: { en: 'Only visible to you', ko: '나만 볼 수 있습니다' },
  edited: { en: '(edited)', ko: '(편집됨)' },
  pinned: { en: 'Pinned', ko: '고정됨' },
  thread: { en: 'Thread', ko: '스레드' },
  reply: { en: 'Reply…', ko: '댓글 달기…' },
  replyInThread: { en: 'Reply in thread', ko: '스레드로 댓글 달기' },
  lastReply: { en: 'Last reply', ko: '마지막 댓글' },
  send: { en: 'Send', ko: '보내기' },
  cancel: { en: 'Cancel', ko: '취소' },
  close: { en: 'Close', ko: '닫기' },
  submit: { en: 'Submit', ko: '제출' },
  yes: { en: 'Yes', ko: '예' },
  archived: { en: 'This channel is archived.', ko: '보관된 채널입니다.' },
  offline: { en: 'Reconnecting…', ko: '다시 연결하는 중…' },
  noHome: { en: 'This app has not published its Home tab for you yet.', ko: '아직 게시된 홈 탭이 없습니다.' },
  download: { en: 'Download', ko: '다운로드' },
  members: { en: 'members', ko: '명' },
  choose: { en: 'Choose an option', ko: '옵션 선택' },
  shared: { en: 'Shared with Partner Co', ko: 'Partner Co와 공유됨' },
} as const;

export type Word = keyof typeof table;

const isKorean = (locale: string): boolean => locale.startsWith('ko');

export const word = (name: Word, locale: string): string => table[name][isKorean(locale) ? 'ko' : 'en'];

export const repliesWord = (count: number, locale: string): string => {
  if (isKorean(locale)) return `댓글 ${count}개`;
  return count === 1 ? '1 reply' : `${count} replies`;
};

export const messageTo = (place: string, locale: string): string =>
  isKorean(locale) ? `${place}에 메시지 보내기` : `Message ${place}`;
