import * as bosh from '../commands/bosh.ts';
import type { Ran } from '../commands/command.ts';
import * as govc from '../commands/govc.ts';
import { readEnvironment } from '../readings/bosh-environment.ts';
import { isMissed, type Reading } from '../readings/reading.ts';
import { directorCanActAlone, readBoshVersion, readGovcVersion } from '../readings/versions.ts';
import { josa, same } from '../words.ts';
import type { ToolSeen } from './desk-types.ts';
import type { Engine } from './engine.ts';

const toolSeen = (tool: string, version: Reading<string>): ToolSeen =>
  isMissed(version)
    ? { tool, version: null, words: version.words }
    : { tool, version, words: same(`${tool} ${version}`) };

const directorSeen = (ran: Ran): ToolSeen => {
  const director = readEnvironment(ran);
  if (isMissed(director)) return { tool: 'Director', version: null, words: director.words };
  const alone = directorCanActAlone(director.version);
  return {
    tool: 'Director',
    version: director.version,
    words: alone
      ? same(`Director ${director.name} ${director.version}`)
      : {
          en: `Director ${director.version} is older than 270.4.0: recreate --no-converge is not there`,
          ko: `${josa(`Director ${director.version}`, '은/는')} 270.4.0보다 낮아 recreate --no-converge가 없습니다`,
        },
  };
};

/** The tools on the jump host and the Director, each with its version or with what is wrong. */
export const doctor = async ({ jumpHost }: Engine): Promise<readonly ToolSeen[]> => {
  const [boshRan, govcRan, environment] = await Promise.all([
    jumpHost.run(bosh.version()),
    jumpHost.run(govc.version()),
    jumpHost.run(bosh.environment()),
  ]);
  return [
    toolSeen('bosh', readBoshVersion(boshRan)),
    toolSeen('govc', readGovcVersion(govcRan)),
    directorSeen(environment),
  ];
};

const asked = new WeakMap<Engine['jumpHost'], Promise<Readonly<Record<string, string>>>>();

/** Asked once a host, and shown with the run. */
export const versionsOf = (engine: Engine): Promise<Readonly<Record<string, string>>> => {
  const known =
    asked.get(engine.jumpHost) ??
    doctor(engine).then(tools => Object.fromEntries(tools.map(t => [t.tool, t.version ?? t.words.en])));
  asked.set(engine.jumpHost, known);
  return known;
};
