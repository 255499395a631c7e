import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { josa, nearest, same, type Words } from '../words.ts';

type Typed = { readonly words: readonly string[]; readonly options: Readonly<Record<string, unknown>> };
type Token = { readonly name: string; readonly rawName: string; readonly value?: string | undefined };

/** Every verb takes these too. */
export const everywhere = {
  help: { type: 'boolean', short: 'h' },
  language: { type: 'string' },
} as const satisfies ParseArgsOptionsConfig;

/** The parts of a command line as they were typed; nothing is refused here. */
export const tokensOf = (args: readonly string[], options: ParseArgsOptionsConfig) =>
  parseArgs({ args: [...args], options, strict: false, tokens: true, allowPositionals: true });

const shown = (word: string): string => JSON.stringify(word.slice(0, 60));

/** "Did you mean …?", or all there is where nothing is near. */
const meant = (typed: string, names: readonly string[], dashes = ''): Words => {
  const near = nearest(typed, names);
  const all = names.map(name => dashes + name).join(', ');
  return near === null
    ? { en: `There is: ${all}.`, ko: `사용할 수 있는 것: ${all}.` }
    : { en: `Did you mean ${dashes}${near}?`, ko: `혹시 ${dashes}${near} 인가요?` };
};

export const unknownVerb = (typed: string, names: readonly string[]): Words => {
  const move = meant(typed, names);
  return {
    en: `pks has no verb ${shown(typed)}. ${move.en} Nothing was done.`,
    ko: `pks에 ${josa(shown(typed), '이라는/라는')} 명령이 없습니다. ${move.ko} 아무것도 실행하지 않았습니다.`,
  };
};

const unknownOption = ({ name, rawName }: Token, options: ParseArgsOptionsConfig): Words => {
  const move = meant(name, Object.keys(options), '--');
  return {
    en: `There is no option ${shown(rawName)} here. ${move.en} Nothing was done.`,
    ko: `여기에는 ${josa(shown(rawName), '이라는/라는')} 옵션이 없습니다. ${move.ko} 아무것도 실행하지 않았습니다.`,
  };
};

const optionTrouble = (token: Token, options: ParseArgsOptionsConfig): Words | null => {
  const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
  if (option === undefined) return unknownOption(token, options);
  if (option.type === 'boolean' && token.value !== undefined)
    return { en: `${token.rawName} takes no value.`, ko: `${token.rawName}에는 값을 쓰지 않습니다.` };
  return option.type === 'string' && !token.value
    ? { en: `${token.rawName} needs a value.`, ko: `${token.rawName}에는 값이 필요합니다.` }
    : null;
};

const languageTrouble = ({ language }: Typed['options']): Words | null =>
  language === undefined || language === 'en' || language === 'ko'
    ? null
    : { en: '--language is en or ko.', ko: '--language에는 en 또는 ko를 씁니다.' };

/** What was typed, or the one sentence on what is wrong with it. node:util's own sentences are English and know no near name. */
export const typed = (
  args: readonly string[],
  options: ParseArgsOptionsConfig,
): Typed | { readonly why: Words } => {
  const { tokens, values, positionals } = tokensOf(args, options);
  const wrong = tokens
    .filter(token => token.kind === 'option')
    .map(token => optionTrouble(token, options))
    .find(why => why !== null);
  const why = wrong ?? languageTrouble(values);
  return why ? { why } : { words: positionals, options: values };
};

/** How a verb is called, where the number of words is wrong. */
export const calledSo = (usage: string): Words => {
  const line = `npm run -s pks -- ${usage}`;
  return { en: `It is called so: ${line}`, ko: `사용법: ${line}` };
};

export const lines = (...all: readonly Words[]): Words => ({
  en: all.map(each => each.en).join('\n'),
  ko: all.map(each => each.ko).join('\n'),
});

export const blank = same('');
