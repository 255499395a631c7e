import { join } from 'node:path';
import type { Start, Tools } from './tools.ts';

/** The stand-ins, or the real programs of `npm run tools`. */
export const openTools = async (kind: 'stand-in' | 'real', folder: string, start: Start): Promise<Tools> => {
  // Only a drill that asks for them pays for them: ssh2 is heavy.
  if (kind === 'real')
    return (await import('./real-tools.ts')).openRealTools(join(folder, 'real-tools'), start);
  const foundation = await start({});
  return {
    foundation,
    used: { bosh: 'stand-in', govc: 'stand-in' },
    overSsh: () => null,
    path: foundation.toolsPath,
    env: foundation.env,
    stop: foundation.stop,
  };
};
