// A plugin of Stryker's own kind, which it loads as JavaScript.
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** Sentences are for people to judge: a test that repeated each in two languages would only be a second copy. */
const shouldIgnore = ({ node }) =>
  node.type === 'ObjectProperty' && node.key.type === 'Identifier' && ['en', 'ko'].includes(node.key.name)
    ? 'a sentence that people read'
    : undefined;

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'words', { shouldIgnore })];
