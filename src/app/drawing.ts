import type { Config } from '../config.ts';
import { drawPage } from '../messages/page.ts';
import type { Journal } from '../ports/journal.ts';
import { readReportPlace, reportKey, reportMessage } from '../report/place.ts';
import type { RunEvent } from '../runs/events.ts';
import { fold, type Run } from '../runs/run.ts';

/** Where live runs are, for what has to be said while the journal cannot be read. */
export const liveChannels = () => {
  const channels = new Map<string, string>();
  return {
    saw: ({ id, finished, started }: Run) =>
      finished ? channels.delete(id) : channels.set(id, started.channel),
    all: () => [...new Set(channels.values())],
  };
};
type LiveChannels = ReturnType<typeof liveChannels>;

/** A run as it should stand, from its entries; the messages with buttons first in line. */
export const drawing =
  (journal: Journal<RunEvent>, config: Config, live: LiveChannels) =>
  async (id: string, output: Parameters<typeof drawPage>[1]) => {
    const entries = await journal.read(id);
    if (entries.length === 0) return null;
    const run = fold(entries);
    live.saw(run);
    const drawn = drawPage(run, output, config.CARD_LANGUAGE);
    const place = run.finished && readReportPlace(await journal.recall(reportKey(id)));
    const page = place
      ? { ...drawn, messages: [...drawn.messages, reportMessage(place, config.CARD_LANGUAGE)] }
      : drawn;
    const hasButtons = ({ blocks }: (typeof page.messages)[number]) => blocks.some(b => b.type === 'actions');
    return {
      ...page,
      hash: entries.at(-1)?.hash,
      messages: page.messages.map(each => ({ ...each, urgent: hasButtons(each) })),
    };
  };
