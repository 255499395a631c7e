import * as bosh from '../commands/bosh.ts';
import * as govc from '../commands/govc.ts';
import type { Engine } from '../engine/engine.ts';
import { readEnvironment } from '../readings/bosh-environment.ts';
import { readAbout } from '../readings/govc-about.ts';
import { isMissed, type Reading } from '../readings/reading.ts';
import { directorCanActAlone, readBoshVersion, readGovcVersion } from '../readings/versions.ts';
import { same, text } from '../words.ts';
import type { ToolObservation } from './desk-types.ts';
import { directorTooOld } from './tool-versions.ts';

const toolSeen = (tool: string, version: Reading<string>): ToolObservation =>
  isMissed(version)
    ? { tool, version: null, words: version.words }
    : { tool, version, words: same(`${tool} ${version}`) };

const directorSeen = (director: ReturnType<typeof readEnvironment>): ToolObservation => {
  if (isMissed(director)) return { tool: 'Director', version: null, words: director.words };
  const { name, version } = director;
  return directorCanActAlone(version)
    ? { tool: 'Director', version, words: same(`Director ${name} ${version}`) }
    : { tool: 'Director', version: null, words: directorTooOld(version) };
};

const onlyReadsWords = text(
  'CHANGES=off: this bot only reads; a run ends where it would ask for its first change',
  'CHANGES=off: 조회만 합니다. 첫 변경을 요청할 지점에서 복구가 끝납니다',
);

/** The tools on the jump host, the Director and vCenter, each with its version or with what is wrong; asked anew each time. */
export const doctor = async ({ jumpHost, held, onlyReads }: Engine): Promise<readonly ToolObservation[]> => {
  const words = held?.() ?? null;
  const [boshRan, govcRan, environment, about] = await Promise.all([
    jumpHost.run(bosh.boshVersion()),
    jumpHost.run(govc.govcVersion()),
    jumpHost.run(bosh.environment()),
    // One real login, so that a wrong password is known before a run needs vCenter.
    jumpHost.run(govc.about()),
  ]);
  return [
    ...(words ? [{ tool: 'JUMP_HOST', version: null, words }] : []),
    ...(onlyReads ? [{ tool: 'CHANGES', version: 'off', words: onlyReadsWords }] : []),
    toolSeen('bosh', readBoshVersion(boshRan)),
    toolSeen('govc', readGovcVersion(govcRan)),
    directorSeen(readEnvironment(environment)),
    toolSeen('vCenter', readAbout(about)),
  ];
};
