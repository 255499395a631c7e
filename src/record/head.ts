import { z } from 'zod';
import type { Words } from '../words.ts';
import type { Anchor } from './verify-chain.ts';

const place = z.object({ seq: z.number(), hash: z.string() });
const schema = place.extend({
  /** Of the store, in its ledger's first entry. */
  store: z.string(),
  /** The live ones, by id. */
  runs: z.record(z.string(), place),
  /** The highest ever seen, by their keys in the journal's memory. */
  revisions: z.record(z.string(), z.number()),
});
/** How far a journal was written; `seq` and `hash` are its ledger's. Kept where the journal is not. */
export type Head = z.infer<typeof schema>;

/** What the journal has now, where something outside of it knows what it had. */
export type HeadNow = {
  readonly store: string;
  readonly isEmpty: boolean;
  /** null: it is not that far. */
  readonly hashAt: (run: string | null, seq: number) => Promise<string | null>;
  /** Runs that were deleted as old. */
  readonly deleted: ReadonlySet<string>;
  /** The highest, also before somebody recorded a restore. */
  readonly revisionOf: (key: string) => Promise<number>;
};

/** 'gone': there is an empty one in its place. 'unreadable': what knew it can't be read. */
export type OtherJournal = 'gone' | 'other' | 'older' | 'unreadable';

const json = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
};

/** What an entry is whose number and hash, or the beginning of it, are known; null: just that. */
const otherAt = async (
  run: string | null,
  seq: number,
  hash: string,
  now: HeadNow,
): Promise<'other' | 'older' | null> => {
  if (run !== null && now.deleted.has(run)) return null;
  const found = await now.hashAt(run, seq);
  return found === null ? 'older' : found.startsWith(hash) ? null : 'other';
};

/** null: it is the journal of that head, as far as it or further. */
export const otherThanHead = async (line: string, now: HeadNow): Promise<OtherJournal | null> => {
  const { data: kept } = schema.safeParse(json(line));
  if (!kept) return 'unreadable';
  if (kept.store !== now.store) return now.isEmpty ? 'gone' : 'other';
  for (const [run, { seq, hash }] of [[null, kept] as const, ...Object.entries(kept.runs)]) {
    const how = await otherAt(run, seq, hash, now);
    if (how) return how;
  }
  for (const [key, revision] of Object.entries(kept.revisions))
    if ((await now.revisionOf(key)) < revision) return 'older';
  return null;
};

/** By what the channel's messages say of runs. */
export const otherThanChannel = async (
  anchors: readonly (Anchor & { readonly run: string })[],
  now: HeadNow,
): Promise<OtherJournal | null> => {
  for (const { run, seq, hash } of anchors) {
    const how = await otherAt(run, seq, hash, now);
    if (how) return now.isEmpty ? 'gone' : how;
  }
  return null;
};

const hows: Readonly<Record<OtherJournal, Words>> = {
  gone: {
    en: 'The journal is empty, and there was one before',
    ko: '저널이 비어 있습니다. 이전에 쓰던 저널이 있었습니다',
  },
  other: {
    en: 'The journal is another one than before',
    ko: '저널이 이전에 쓰던 것과 다릅니다',
  },
  older: {
    en: 'The journal is older than it was: entries are missing that were in it',
    ko: '저널이 이전보다 오래된 상태입니다. 있던 항목이 없습니다',
  },
  unreadable: {
    en: 'What says how far the journal was written can’t be read',
    ko: '저널이 어디까지 기록되었는지 알려 주는 파일을 읽을 수 없습니다',
  },
};

/** `where`: what knew it. */
export const otherJournalWords = (how: OtherJournal, where: Words): Words => ({
  en: `${hows[how].en} (known by ${where.en}). What was begun and approved may not be in it, so this bot starts and follows nothing. Put the journal back (DATA_DIR, DATABASE_URL, or the newest backup) and start the bot again; or, if this journal is the right one, one of the approvers types \`/pks accept-journal\` (on the bot’s host: \`pks accept-journal\`). Two bots with stores of their own want a JUMP_HOST_FOLDER each.`,
  ko: `${hows[how].ko}(근거: ${where.ko}). 이미 시작되었거나 승인된 작업이 빠져 있을 수 있어 아무것도 시작하거나 진행하지 않습니다. 원래 저널(DATA_DIR, DATABASE_URL 또는 최신 백업)을 되돌린 뒤 봇을 다시 시작하세요. 지금 저널이 맞다면 승인자 한 명이 \`/pks accept-journal\`(봇 호스트에서는 \`pks accept-journal\`)을 입력하세요. 저장소가 다른 봇은 JUMP_HOST_FOLDER도 따로 써야 합니다.`,
});
