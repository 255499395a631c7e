/** Where the bot keeps its files while DATA_DIR says nothing else. */
export const defaultDataDir = 'data';

/** DATA_DIR as it will be read, for what has to know it before the configuration's reader is loaded; an empty one is unset. */
export const rawDataDir = (): string => process.env.DATA_DIR || defaultDataDir;
