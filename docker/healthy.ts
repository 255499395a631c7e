/** The image's health check: asks the bot itself whether it can do its work (/readyz at STATUS_PORT). */

/** Why this bot is not healthy, or null. */
export const unhealthy = async (port: string | undefined): Promise<string | null> => {
  if (!port) return 'STATUS_PORT is not set, so the bot cannot be asked';
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(4_000) });
    return answer.ok ? null : (await answer.text()).trim();
  } catch (error) {
    return `the bot does not answer at port ${port}: ${error instanceof Error ? error.message : String(error)}`;
  }
};

if (import.meta.main) {
  const why = await unhealthy(process.env.STATUS_PORT);
  if (why !== null) {
    console.error(why);
    process.exitCode = 1;
  }
}
