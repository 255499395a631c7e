import type { FencePlace } from '../../ports/jump-host.ts';

const line = /^place ([A-Za-z0-9-]{8,64}) (\S+) (\S+)$/;

/** `place ID HOST BOOT`; nothing for any other line, and for a folder without an id (`-`). */
export const parsePlace = (text: string): FencePlace | undefined => {
  const [, id, host, boot] = line.exec(text.trim()) ?? [];
  return id && host && boot ? { id, host, boot } : undefined;
};

/** As fence.sh compares it, one word of its argv. */
export const placeText = ({ id, host, boot }: FencePlace): string => `${id} ${host} ${boot}`;
