import type { Ran } from '../model/command.ts';
import { josa } from '../words.ts';
import { missed, type Reading } from './reading.ts';
import { notUnderstood } from './trouble.ts';

/** `bosh --version` prints `version 7.10.6-…` and `govc version` prints `govc 0.56.0`. */
const versionIn = (ran: Ran): string | null =>
  ran.end === 'exited' ? (/\b[vV]?(\d+\.\d+\.\d+)/.exec(`${ran.stdout}\n${ran.stderr}`)?.[1] ?? null) : null;

/** Lower, equal or higher, by number. */
const compareVersions = (a: string, b: string): number => {
  const [x, y] = [a, b].map(version => version.split('.').map(Number));
  for (const i of [0, 1, 2]) {
    const difference = (x?.[i] ?? 0) - (y?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};

/** The bosh CLI's version; before 6.0 it is refused, because `--no-converge` is not there. */
export const readBoshVersion = (ran: Ran): Reading<string> => {
  if (/^version \[DEV BUILD\]/m.test(ran.stdout))
    return missed({
      en: 'The bosh CLI on the jump host is a build without a version, so nobody can tell whether it is 6.0.0 or later. Install a release.',
      ko: '점프 호스트의 bosh CLI는 버전 없는 빌드라 6.0.0 이상인지 확인할 수 없습니다. 정식 릴리스를 설치하세요.',
    });
  const version = versionIn(ran);
  if (version === null) return notUnderstood(ran, { en: 'a version', ko: '버전' });
  if (compareVersions(version, '6.0.0') >= 0) return version;
  return missed({
    en: `bosh CLI ${version} is too old: recreate --no-converge exists from 6.0.0 on. Install 6.0.0 or later on the jump host.`,
    ko: `${josa(`bosh CLI ${version}`, '은/는')} 너무 오래되었습니다. recreate --no-converge는 6.0.0부터 있습니다. 점프 호스트에 6.0.0 이상을 설치하세요.`,
  });
};

/** govc's version; every casing of its JSON keys is read, so any is good. */
export const readGovcVersion = (ran: Ran): Reading<string> =>
  versionIn(ran) ?? notUnderstood(ran, { en: 'a version', ko: '버전' });

/** `--no-converge` needs a Director of 270.4.0 or later. `271.2.0 (00000000)` is what `bosh env` shows. */
export const directorCanActAlone = (directorVersion: string): boolean => {
  const version = /(\d+\.\d+\.\d+)/.exec(directorVersion)?.[1];
  return version !== undefined && compareVersions(version, '270.4.0') >= 0;
};
