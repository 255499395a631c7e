import type { Locale, Words } from '../words.ts';
import { blank, calledSo, everywhere, lines, tokensOf, typed, unknownVerb } from './typed.ts';
import type { CliVerb, CliWorld, Said } from './verb.ts';
import { cliVerbs } from './verbs.ts';

/** `npm run -s pks -- VERB`: what a person does at the machine, whether the bot runs or not. */
const names = Object.keys(cliVerbs);
const usage: Words = lines(
  { en: 'npm run -s pks -- VERB …', ko: 'npm run -s pks -- 명령 …' },
  blank,
  ...Object.entries(cliVerbs).map(([name, { line }]) => {
    const entry = `  ${name.padEnd(14)} `;
    return { en: entry + line.en, ko: entry + line.ko };
  }),
  {
    en: '  help VERB      how a verb is called; --version, --language en|ko',
    ko: '  help 명령      명령별 사용법. 그 밖에 --version, --language en|ko',
  },
);

const helpOf = (verb: CliVerb): Words => lines(calledSo(verb.usage), blank, verb.help);

const top = { ...everywhere, version: { type: 'boolean' } } as const;

const without = async (args: readonly string[]): Promise<Said> => {
  const read = typed(args, top);
  if ('why' in read) return { ...read, code: 2 };
  if (read.options.version !== true) return { out: usage };
  const { default: manifest } = await import('../../package.json', { with: { type: 'json' } });
  return { out: { en: manifest.version, ko: manifest.version } };
};

const withVerb = async (verb: CliVerb, args: readonly string[], world: CliWorld): Promise<Said> => {
  const read = typed(args, { ...everywhere, ...verb.options });
  if ('why' in read) return { ...read, code: 2 };
  if (read.options.help === true) return { out: helpOf(verb) };
  const [least, most] = verb.takes;
  const { length } = read.words;
  if (length < least || length > most) return { why: calledSo(verb.usage), code: 2 };
  return await verb.run(read.words, read.options, world);
};

/** Options may stand before the verb, so it is the first word that is none. */
const answered = async (args: readonly string[], world: CliWorld): Promise<Said> => {
  const word = tokensOf(args, top).tokens.find(token => token.kind === 'positional');
  if (word === undefined) return await without(args);
  const rest = args.toSpliced(word.index, 1);
  if (word.value === 'help') return await answered([...rest, '--help'], world);
  const entry = Object.hasOwn(cliVerbs, word.value) ? cliVerbs[word.value] : undefined;
  if (entry === undefined) return { why: unknownVerb(word.value, [...names, 'help']), code: 2 };
  return await withVerb(await entry.load(), rest, world);
};

const localeOf = (args: readonly string[], { lang }: CliWorld): Locale => {
  const { language } = tokensOf(args, top).values;
  return language === 'en' || (language !== 'ko' && !lang.startsWith('ko')) ? 'en' : 'ko';
};

/** What is printed and where, and the exit code. Exported for its tests. */
export const pks = async (args: readonly string[], world: CliWorld) => {
  const locale = localeOf(args, world);
  try {
    const said = await answered(args, world);
    if ('out' in said) return { out: said.out[locale], code: said.code ?? 0 };
    return { why: said.why[locale], code: said.code ?? 1 };
  } catch (error) {
    if (error instanceof Error) return { why: error.message, code: 1 };
    throw error;
  }
};

if (import.meta.main) {
  const said = await pks(process.argv.slice(2), {
    now: new Date(),
    tty: process.stdout.isTTY === true,
    lang: process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '',
    env: async () => {
      await import('dotenv/config');
      return process.env;
    },
  });
  if ('out' in said) console.log(said.out);
  else console.error(said.why);
  process.exitCode = said.code;
}
