const patienceMs = 10_000;

/** Posts JSON once. Rejects, without the body or any secret in it, unless the answer is 2xx. */
export const post = async (
  url: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(patienceMs),
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`${new URL(url).host} answered ${answer.status}`);
};
