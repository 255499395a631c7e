import { registerHooks } from 'node:module';

/** For `node --import`: every module that the program loads afterwards, its own included, a line each on stderr as it ends. */
const loaded = new Set<string>();
registerHooks({
  load: (url, context, nextLoad) => {
    if (!url.startsWith('node:')) loaded.add(url);
    return nextLoad(url, context);
  },
});
process.on('exit', () => console.error([...loaded].join('\n')));
