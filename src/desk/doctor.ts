import * as bosh from '../commands/bosh.ts';
import { hostFit } from '../commands/fit.ts';
import * as govc from '../commands/govc.ts';
import type { Engine } from '../engine/engine.ts';
import type { Ran } from '../model/command.ts';
import { readEnvironment, readResurrection } from '../readings/bosh-environment.ts';
import { readFit } from '../readings/fit.ts';
import { readAbout } from '../readings/govc-about.ts';
import { isMissed, type Reading } from '../readings/reading.ts';
import { directorCanActAlone, readBoshVersion, readGovcVersion } from '../readings/versions.ts';
import { joined, same, text } from '../words.ts';
import type { ToolObservation } from './desk-types.ts';
import { hostSeen } from './doctor-host.ts';
import { directorTooOld } from './tool-versions.ts';

const toolSeen = (tool: string, version: Reading<string>): ToolObservation =>
  isMissed(version)
    ? { tool, version: null, words: version.words }
    : { tool, version, words: same(`${tool} ${version}`) };

const directorSeen = (director: ReturnType<typeof readEnvironment>): ToolObservation => {
  if (isMissed(director)) return { tool: 'Director', version: null, words: director.words };
  const { name, version, user } = director;
  return directorCanActAlone(version)
    ? {
        tool: 'Director',
        version,
        words: text(`Director ${name} ${version}, as ${user}`, `Director ${name} ${version}, 로그인 ${user}`),
      }
    : { tool: 'Director', version: null, words: directorTooOld(version) };
};

const onlyReadsWords = text(
  'CHANGES=off: this bot only reads; a run ends where it would ask for its first change',
  'CHANGES=off: 조회만 합니다. 첫 변경을 요청할 지점에서 복구가 끝납니다',
);

const resurrectionSeen = (ran: Ran): ToolObservation => {
  const state = readResurrection(ran);
  if (isMissed(state)) return { tool: 'resurrection', version: null, words: state.words };
  return { tool: 'resurrection', version: state, words: same(`resurrection ${state}`) };
};

const onlyOriginal = text(' Only the original route needs vCenter.', ' vCenter는 original에만 필요합니다.');
/** No recovery but the original one needs it, so what is wrong there holds nothing up. */
const vCenterSeen = (ran: Ran): ToolObservation => {
  const seen = toolSeen('vCenter', readAbout(ran));
  return seen.version === null
    ? { ...seen, needed: false, words: joined([seen.words, onlyOriginal], '') }
    : seen;
};

/** A wrong password that is tried at each look would lock the account. */
const vCenterEveryMs = 600_000;
const askedRarely = ({ jumpHost, clock }: Pick<Engine, 'jumpHost' | 'clock'>) => {
  let last: { readonly at: number; readonly ran: Promise<Ran> } | null = null;
  return (): Promise<Ran> => {
    if (last === null || clock.elapsed() - last.at > vCenterEveryMs)
      last = { at: clock.elapsed(), ran: jumpHost.run(govc.about()) };
    return last.ran;
  };
};

/** The tools on the jump host, the Director and vCenter, each with its version or with what is wrong; asked anew each time,
 *  vCenter at most once in ten minutes. */
export const newDoctor = (engine: Engine) => {
  const askVCenter = askedRarely(engine);
  return () => examined(engine, askVCenter);
};

const examined = async (
  engine: Engine,
  askVCenter: () => Promise<Ran>,
): Promise<readonly ToolObservation[]> => {
  const { jumpHost, held, onlyReads, settings } = engine;
  const words = held?.() ?? null;
  const { folder, etcdBin } = settings.snapshots;
  const [boshRan, govcRan, environment, resurrection, fitRan, about] = await Promise.all([
    jumpHost.run(bosh.boshVersion()),
    jumpHost.run(govc.govcVersion()),
    jumpHost.run(bosh.environment()),
    jumpHost.run(bosh.resurrectionState()),
    jumpHost.run(hostFit(settings.bbrScript[0], folder, etcdBin)),
    // One real login, so that a wrong password is known before a run needs vCenter.
    askVCenter(),
  ]);
  return [
    ...(words ? [{ tool: 'JUMP_HOST', version: null, words }] : []),
    ...(onlyReads ? [{ tool: 'CHANGES', version: 'off', words: onlyReadsWords }] : []),
    toolSeen('bosh', readBoshVersion(boshRan)),
    toolSeen('govc', readGovcVersion(govcRan)),
    directorSeen(readEnvironment(environment)),
    resurrectionSeen(resurrection),
    ...(await hostSeen(engine, readFit(fitRan))),
    vCenterSeen(about),
  ];
};
