/** etcd's own where nobody sets another. */
const defaultBytes = 2 * 1024 * 1024 * 1024;

/** From the probe's section `quota`: what etcd's environment and then its arguments set, of which the last counts. null:
 *  they could not be read. */
export const quotaOf = (text: string): number | null => {
  if (!/^read$/m.test(text)) return null;
  const set = [...text.matchAll(/quota-backend-bytes[= ](-?\d+)|^ETCD_QUOTA_BACKEND_BYTES=(-?\d+)/gim)].at(
    -1,
  );
  const bytes = Number(set?.[1] ?? set?.[2] ?? 0);
  return bytes > 0 ? bytes : bytes < 0 ? Number.MAX_SAFE_INTEGER : defaultBytes;
};
