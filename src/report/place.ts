import { z } from 'zod';
import { line, piece, rich, said } from '../messages/blocks.ts';
import { card, type Drawn } from '../messages/drawn.ts';
import { type Locale, text, type Words } from '../words.ts';

const place = z.object({
  /** The bot's host, and the files there. */
  host: z.string(),
  html: z.string(),
  markdown: z.string(),
  /** To the thread; 'refused': Slack says that it will never take it. */
  upload: z.enum(['off', 'waiting', 'done', 'refused']),
  /** Slack's word for it. */
  why: z.string().default(''),
});
/** Where the report of a run is, as the journal remembers it beside the record: the record itself has ended. */
export type ReportPlace = z.infer<typeof place>;

export const reportKey = (run: string): string => `report/${run}`;

/** null: there is none yet, or it is being written. */
export const readReportPlace = (kept: unknown): ReportPlace | null => place.safeParse(kept).data ?? null;

export const placeWords = ({ host, html, markdown, upload, why }: ReportPlace): Words => {
  const where = text(
    `on ${host}: ${html} to read or print, ${markdown} for the postmortem`,
    `${host}의 ${html} (열람, 인쇄용), ${markdown} (postmortem용)`,
  );
  const refused = text(
    ` Slack takes no file here (${why}): the app needs the scope files:write.`,
    ` Slack이 파일을 받지 않습니다(${why}). 앱에 files:write scope가 필요합니다.`,
  );
  const more = upload === 'refused' ? refused : text('', '');
  return upload === 'done'
    ? text(
        `The report is in this thread, and ${where.en}.`,
        `보고서를 이 스레드에 올렸습니다. 파일: ${where.ko}`,
      )
    : text(`The report is ${where.en}.${more.en}`, `보고서: ${where.ko}.${more.ko}`);
};

/** The last message of a run's thread. */
export const reportMessage = (found: ReportPlace, locale: Locale): Drawn => ({
  key: 'report',
  inThread: true,
  urgent: false,
  ...card(placeWords(found)[locale], room => [
    rich(line(piece('📄 '), ...said(placeWords(found), locale, room.chars))),
  ]),
});
