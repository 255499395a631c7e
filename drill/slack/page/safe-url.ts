const loopback = ['127.0.0.1', 'localhost', '[::1]'];

/** The url if a click on it can do no harm: https, mailto, and http to this machine; else nothing. */
export const safeUrl = (source: string): string | undefined => {
  if (!/^(https?:\/\/|mailto:)/i.test(source) || !URL.canParse(source)) return undefined;
  const url = new URL(source);
  if (url.protocol === 'http:') return loopback.includes(url.hostname) ? url.href : undefined;
  return url.href;
};
