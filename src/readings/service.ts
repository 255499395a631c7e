import type { Ran } from '../model/command.ts';
import { lastLine, missed, type Reading } from './reading.ts';
import { troubleOf } from './trouble.ts';

export type ServiceObservation = {
  readonly status: number;
  /** 2xx or 3xx. */
  readonly answers: boolean;
  /** The page's <title>, else ''. */
  readonly title: string;
};

const curlSays: Readonly<Record<number, readonly [string, string]>> = {
  6: ['its name is unknown', '이름을 찾을 수 없음'],
  7: ['the connection was refused', '연결 거부'],
  28: ['no answer within 10 s', '10초 내 응답 없음'],
  35: ['the TLS handshake failed', 'TLS handshake 실패'],
  52: ['it closed without an answer', '응답 없이 연결 종료'],
  56: ['the connection broke', '연결 끊김'],
  60: ['its certificate is not trusted', '인증서를 신뢰할 수 없음'],
};

/** `curl -w '\n%{http_code}\n' URL`: the body, then the status on the last line (000 when there was none). */
export const readService = (ran: Ran): Reading<ServiceObservation> => {
  const trouble = troubleOf(ran);
  if (trouble !== null) return missed(trouble.words, trouble.name);
  const status = Number(/(?:^|\n)(\d{3})\s*$/.exec(ran.stdout)?.[1] ?? '0');
  const url = ran.command.argv.at(-1) ?? '';
  if (status > 0)
    return {
      status,
      answers: status >= 200 && status < 400,
      title: /<title>([^<]{0,80})<\/title>/i.exec(ran.stdout)?.[1]?.trim() ?? '',
    };
  const said = lastLine(ran.stderr) || 'curl printed no reason';
  const [en, ko] = curlSays[ran.exitCode ?? -1] ?? [said, said];
  return missed({
    en: `The service at ${url} does not answer: ${en} (curl exit ${ran.exitCode}). Look at the load balancer and the workers.`,
    ko: `${url} 서비스가 응답하지 않습니다: ${ko} (curl exit ${ran.exitCode}). 로드밸런서와 worker를 확인하세요.`,
  });
};
