import type { CliVerb } from './verb.ts';

export const runbookDocs: CliVerb = {
  usage: 'runbook-docs',
  help: {
    en: 'Writes docs/runbooks from the declarations in src/runbooks. A test holds the two together.',
    ko: 'src/runbooks의 선언에서 docs/runbooks를 생성합니다. 둘이 일치하는지는 테스트가 확인합니다.',
  },
  options: {},
  takes: [0, 0],
  run: async () => {
    const { writeRunbookPages } = await import('./runbook-pages.ts');
    const pages = await writeRunbookPages();
    return {
      out: { en: `${pages} pages in docs/runbooks`, ko: `docs/runbooks에 문서 ${pages}개를 생성했습니다` },
    };
  },
};
