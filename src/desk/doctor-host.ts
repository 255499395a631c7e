import type { Engine } from '../engine/engine.ts';
import type { Fit } from '../readings/fit.ts';
import { isMissed, type Reading } from '../readings/reading.ts';
import { text, type Words } from '../words.ts';
import type { ToolObservation } from './desk-types.ts';

const good = (tool: string, words: Words): ToolObservation => ({ tool, version: '-', words });
const toDo = (tool: string, words: Words): ToolObservation => ({ tool, version: null, words });
const gigabyte = 1e9;
const mostSkewMs = 30_000;

const bbrSeen = ({ bbr }: Fit, script: string): ToolObservation =>
  bbr
    ? good('bbr', text(`${script} is there and runnable`, `${script} 있음, 실행 가능`))
    : toDo(
        'bbr',
        text(
          `${script} is not there or not runnable on the jump host: correct BBR_SCRIPT, or chmod +x it.`,
          `점프 호스트에 ${script} 파일이 없거나 실행할 수 없습니다. BBR_SCRIPT를 고치거나 chmod +x 하세요.`,
        ),
      );

const etcdctlSeen = ({ etcdctl }: Fit, bin: string | null): ToolObservation => {
  if (bin === null)
    return {
      ...good(
        'etcdctl',
        text(
          'ETCD_BIN is not set: each snapshot is verified on its own VM',
          'ETCD_BIN 미설정: 스냅샷은 해당 VM에서 검증합니다',
        ),
      ),
      needed: false,
    };
  return etcdctl
    ? good('etcdctl', text(`etcdctl is in ${bin}`, `${bin}에 etcdctl 있음`))
    : toDo(
        'etcdctl',
        text(
          `there is no etcdctl in ${bin}: correct ETCD_BIN.`,
          `${bin}에 etcdctl이 없습니다. ETCD_BIN을 고치세요.`,
        ),
      );
};

const roomSeen = ({ freeBytes }: Fit, folder: string): ToolObservation => {
  const free = (freeBytes / gigabyte).toFixed(1);
  return freeBytes >= 2 * gigabyte
    ? good('snapshots', text(`${free} GB free for snapshots`, `스냅샷 저장 공간 ${free} GB`))
    : toDo(
        'snapshots',
        text(
          `only ${free} GB are free in ${folder}; a db can have 2 GB. Make room on the jump host.`,
          `${folder}의 여유 공간이 ${free} GB뿐입니다. db는 2 GB까지 커질 수 있습니다. 점프 호스트의 공간을 확보하세요.`,
        ),
      );
};

const skewSeen = (skewMs: number): ToolObservation => {
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  return Math.abs(skewMs) <= mostSkewMs
    ? good('clock', text('jump host and journal agree on the time', '점프 호스트와 저널의 시각이 일치합니다'))
    : toDo(
        'clock',
        text(
          `the jump host’s clock is ${seconds} s off the journal’s: look at NTP on both.`,
          `점프 호스트와 저널의 시각이 ${seconds}초 다릅니다. 양쪽의 NTP를 확인하세요.`,
        ),
      );
};

/** What the jump host itself has for a recovery: backup script, etcdctl, room, clock. */
export const hostSeen = async (
  { settings, journal }: Pick<Engine, 'settings' | 'journal'>,
  fit: Reading<Fit>,
): Promise<readonly ToolObservation[]> => {
  if (isMissed(fit)) return [toDo('jump host', fit.words)];
  const { snapshots, bbrScript } = settings;
  const skew = await journal.now().then(
    now => skewSeen(fit.now - now),
    (error: unknown) =>
      toDo(
        'journal',
        text(`the journal does not answer: ${String(error)}`, `저널 응답 없음: ${String(error)}`),
      ),
  );
  return [
    bbrSeen(fit, bbrScript[0]),
    etcdctlSeen(fit, snapshots.etcdBin),
    roomSeen(fit, snapshots.folder),
    skew,
  ];
};
