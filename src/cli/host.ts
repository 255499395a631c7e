import { readFileSync, statSync } from 'node:fs';
import type { Person } from '../model/person.ts';
import { type Locale, text, type Words } from '../words.ts';
import { paint, plainCard } from './plain.ts';
import type { CliVerb, CliWorld, Said } from './verb.ts';

type Host = Awaited<ReturnType<typeof import('../app/host-desk.ts')['openHostDesk']>>;
type Config = ReturnType<typeof import('../config.ts')['readConfig']>;
type Card = Parameters<typeof plainCard>[0];

/** What a verb on the bot's host has: the desk, who asks, and ways to say it. */
export type AtHost = Host & {
  readonly config: Config;
  /** Who it is in Slack; null: whoever it is may only read. */
  readonly by: Person | null;
  /** Why it is null. */
  readonly whyNobody: Words;
  /** For people, or with --json the value. */
  readonly say: (value: unknown, card: (locale: Locale) => Card, code?: 0 | 1 | 3) => Said;
  /** A sentence, with what is to be known besides. */
  readonly tell: (ok: boolean, words: Words, value?: object) => Said;
};

const loginOf = (uid: number, fallback: string | undefined, passwd: string): string | null => {
  const lines = passwd.split('\n').map(line => line.split(':'));
  return lines.find(([, , id]) => Number(id) === uid)?.[0] ?? fallback ?? null;
};

const howTo = text(
  'Only verbs that read are for you here. To answer, run it by sudo as the bot’s user: sudo -u pks-rescue /opt/pks-rescue/deploy/pks … (docs/operations.md).',
  '여기서는 조회만 할 수 있습니다. 응답하려면 sudo로 봇 사용자 권한으로 실행하세요: sudo -u pks-rescue /opt/pks-rescue/deploy/pks … (docs/operations.md).',
);

/** The person behind sudo, which alone sets SUDO_UID; root and whoever is the bot's user could set it too. */
const personOf = (
  { HOST_PEOPLE, DATA_DIR }: Config,
  env: Readonly<Record<string, string | undefined>>,
): Person | Words => {
  const uid = Number(env.SUDO_UID || Number.NaN);
  if (!Number.isInteger(uid)) return howTo;
  if (uid === 0)
    return text(
      'root is nobody in particular: log in as yourself.',
      'root로는 누구인지 알 수 없습니다. 본인 계정으로 로그인하세요.',
    );
  if (statSync(DATA_DIR, { throwIfNoEntry: false })?.uid !== process.getuid?.()) return howTo;
  const login = loginOf(uid, env.SUDO_USER, readFileSync('/etc/passwd', 'utf8'));
  const known = HOST_PEOPLE?.find(each => each.login === login);
  if (known) return { team: '', id: known.id, name: known.login };
  return text(
    `HOST_PEOPLE does not say who ${login ?? uid} is in Slack, so only verbs that read are for you: add ${login ?? uid}=U… there.`,
    `HOST_PEOPLE에 ${login ?? uid}의 Slack 사용자가 없어 조회만 할 수 있습니다. ${login ?? uid}=U… 를 추가하세요.`,
  );
};

/** On a terminal only: what is waited for, and for how long. */
const progress = ({ tty }: CliWorld, what: string): (() => void) => {
  if (!tty) return () => {};
  const since = performance.now();
  const shown = () =>
    process.stderr.write(`\r⏳ ${what} … ${Math.round((performance.now() - since) / 1000)} s `);
  const timer = setInterval(shown, 1000);
  return () => {
    clearInterval(timer);
    process.stderr.write('\r\u001b[K');
  };
};

const speaking = (locale: Locale, json: boolean, colours: boolean): Pick<AtHost, 'say' | 'tell'> => {
  const pen = paint(colours);
  const both = (line: string): Words => ({ en: line, ko: line });
  return {
    say: (value, card, code = 0) => ({
      out: both(json ? JSON.stringify(value) : plainCard(card(locale), pen)),
      code,
    }),
    tell: (ok, words, value = {}) => {
      if (json) return { out: both(JSON.stringify({ ok, words, ...value })), code: ok ? 0 : 1 };
      const shown = { en: words.en.replaceAll('/pks ', 'pks '), ko: words.ko.replaceAll('/pks ', 'pks ') };
      return ok ? { out: shown } : { why: shown };
    },
  };
};

const exits = text(
  'Exit codes: 0 done; 1 refused, or it failed; 2 called wrongly; 3 etcd-status: the cluster is not healthy.',
  '종료 코드: 0 완료, 1 거부 또는 실패, 2 잘못된 사용법, 3 etcd-status에서 클러스터가 정상이 아님',
);

type HostVerb = Pick<CliVerb, 'usage' | 'help' | 'takes'> & {
  readonly options?: CliVerb['options'];
  readonly run: (
    words: readonly string[],
    host: AtHost,
    options: Readonly<Record<string, unknown>>,
  ) => Promise<Said>;
};

/** A verb of `/pks` on the bot's host, also while Slack is down. */
export const hostVerb = ({ usage, help, takes, options = {}, run }: HostVerb): CliVerb => ({
  usage,
  help: text(
    `${help.en}\n--json prints one JSON document. ${exits.en}`,
    `${help.ko}\n--json은 JSON 문서 하나를 출력합니다. ${exits.ko}`,
  ),
  options: { ...options, json: { type: 'boolean' } },
  takes,
  run: async (words, given, world) => {
    const [{ readConfig }, { openHostDesk }] = await Promise.all([
      import('../config.ts'),
      import('../app/host-desk.ts'),
    ]);
    const env = await world.env();
    const config = readConfig(env);
    const found = personOf(config, env);
    const by = 'id' in found ? found : null;
    const done = progress(world, usage.split(' ')[0] ?? '');
    const host = await openHostDesk(config, () => {});
    const colours = world.tty === true && !env.NO_COLOR;
    const locale = given.language === 'ko' || given.language === 'en' ? given.language : config.CARD_LANGUAGE;
    try {
      const whyNobody = 'id' in found ? howTo : found;
      return await run(
        words,
        { ...host, config, by, whyNobody, ...speaking(locale, given.json === true, colours) },
        given,
      );
    } finally {
      done();
      await host.close();
    }
  },
});
