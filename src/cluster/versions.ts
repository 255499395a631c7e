import { josa, type Words } from '../words.ts';

export type VersionSwitch = {
  /** Cures on etcd 3.3 (PKS 1.7 and older) are off unless the owner switched them on. */
  readonly cures33?: boolean;
};

const lineOf = (version: string): string => /^v?(\d+\.\d+)/.exec(version)?.[1] ?? '';

const untold = (count: number, of: number): Words => ({
  en: `${count} of ${of} healthy members told no etcd version; no cure runs on a version that is not known. Run \`endpoint status -w json\` with LOCAL=true there.`,
  ko: `정상노드 ${of}대 중 ${count}대의 etcd 버전을 알 수 없습니다. 버전을 모르면 복구를 실행하지 않습니다. 해당 마스터에서 LOCAL=true로 \`endpoint status -w json\`을 확인하세요.`,
});

/** Why no cure runs on these versions; null: 3.4 or 3.5, or 3.3 with the switch. What was experimented with is 3.4 and 3.5. */
export const versionRefusal = (versions: readonly string[], options: VersionSwitch): Words | null => {
  const allowed = ['3.4', '3.5', ...(options.cures33 === true ? ['3.3'] : [])];
  const odd = versions.find(version => !allowed.includes(lineOf(version)));
  if (odd === undefined) return null;
  if (odd === '') return untold(versions.filter(version => version === '').length, versions.length);
  const old = lineOf(odd) === '3.3';
  return {
    en: `etcd ${odd} is ${old ? '3.3, whose cures are behind the switch ETCD_33_CURES' : 'outside 3.3 to 3.5'}; it is diagnosed, but no cure of this bot was proven on it. A person acts with the vendor's support.`,
    ko: `${josa(`etcd ${odd}`, '은/는')} ${old ? '3.3 버전으로 ETCD_33_CURES 설정이 켜져야 복구할 수 있습니다' : '지원 범위(3.3~3.5) 밖입니다'}. 진단만 하며, 이 버전에서 검증된 복구 절차가 없습니다. 벤더 지원을 받아 사람이 처리하세요.`,
  };
};
