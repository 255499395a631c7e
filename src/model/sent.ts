/** A message as Slack takes it: nothing in it becomes a mention, a link or a preview that was not written as one. Every message
 *  of the bot goes through here; its text was escaped as its card was drawn. */
export const sent = <Block>(message: {
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly attachments?: readonly { readonly blocks: readonly Block[] }[];
}) => ({
  text: message.text,
  blocks: [...message.blocks],
  // Also none: an edit takes away what an earlier drawing had.
  attachments: (message.attachments ?? []).map(({ blocks }) => ({ blocks: [...blocks] })),
  parse: 'none' as const,
  link_names: false,
  unfurl_links: false,
  unfurl_media: false,
});

/** One message is edited no more often: Slack allows about one a second. */
export const betweenEditsMs = 1200;

/** How long after the edit before an edit may follow that tells nothing but progress: longer each time, so that how many there
 *  are hardly depends on how long a step takes. */
export const betweenProgressMs = [2_000, 5_000, 10_000, 30_000] as const;
export const longestProgressMs = 30_000;
