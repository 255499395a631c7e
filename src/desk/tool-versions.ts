import * as bosh from '../commands/bosh.ts';
import * as govc from '../commands/govc.ts';
import type { JumpHost } from '../ports/jump-host.ts';
import { readEnvironment } from '../readings/bosh-environment.ts';
import { isMissed, type Reading } from '../readings/reading.ts';
import { directorCanActAlone, readBoshVersion, readGovcVersion } from '../readings/versions.ts';
import { josa, type Words } from '../words.ts';

type ToolVersions = {
  readonly bosh: Reading<string>;
  readonly govc: Reading<string>;
  readonly Director: Reading<string>;
};

const questions = (jumpHost: JumpHost) => ({
  bosh: async () => readBoshVersion(await jumpHost.run(bosh.boshVersion())),
  govc: async () => readGovcVersion(await jumpHost.run(govc.govcVersion())),
  Director: async () => {
    const director = readEnvironment(await jumpHost.run(bosh.environment()));
    // `280.0.1 (00000000)`: what stands in brackets is a commit.
    return isMissed(director) ? director : director.version.replace(/ \(.*/, '');
  },
});

const known = new WeakMap<JumpHost, Map<keyof ToolVersions, string>>();

/** Asked once a host; only a good answer is kept, so that what was installed meanwhile counts at the next ask. */
export const toolVersions = async (jumpHost: JumpHost): Promise<ToolVersions> => {
  const kept = known.get(jumpHost) ?? new Map<keyof ToolVersions, string>();
  known.set(jumpHost, kept);
  const ask = questions(jumpHost);
  const of = async (tool: keyof ToolVersions): Promise<Reading<string>> => {
    const version = kept.get(tool) ?? (await ask[tool]());
    if (!isMissed(version)) kept.set(tool, version);
    return version;
  };
  const [boshCli, govcCli, director] = await Promise.all([of('bosh'), of('govc'), of('Director')]);
  return { bosh: boshCli, govc: govcCli, Director: director };
};

export const directorTooOld = (version: string): Words => ({
  en: `Director ${version} is older than 270.4.0: recreate --no-converge is not there. Upgrade the Director, or take a cure without it (\`--route original\`) where it is allowed.`,
  ko: `${josa(`Director ${version}`, '은/는')} 270.4.0보다 낮아 recreate --no-converge가 없습니다. Director를 업그레이드하거나, 허용되는 경우 \`--route original\`처럼 이를 쓰지 않는 방법을 선택하세요.`,
});

/** Why no run with these command lines starts; null: the tools can do all of them. */
export const unfitTools = (tools: ToolVersions, lines: readonly string[]): Words | null => {
  if (isMissed(tools.bosh)) return tools.bosh.words;
  if (!lines.some(line => line.includes('--no-converge'))) return null;
  if (isMissed(tools.Director)) return tools.Director.words;
  return directorCanActAlone(tools.Director) ? null : directorTooOld(tools.Director);
};

/** As a run keeps them; '' where one could not be read. */
export const shownVersions = (tools: ToolVersions): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(tools).map(([tool, version]) => [tool, isMissed(version) ? '' : version]),
  );
