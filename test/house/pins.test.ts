import { describe, expect, test } from 'vitest';
import { goInstall, pins } from '../../tools/pins.ts';
import { textOf } from './tree.ts';

const withModule = pins.filter(pin => pin.module !== undefined);

describe('the pins of the real tools', () => {
  test.for(withModule)('the go.mod of $name names the pinned version and builds that package', pin => {
    const goMod = textOf(`${pin.module}/go.mod`);
    expect(goMod).toContain(`\nrequire ${pin.package} ${pin.version}\n`);
    expect(goMod).toContain(`\ntool ${pin.package}\n`);
    expect(textOf(`${pin.module}/go.sum`)).toContain(`${pin.package} ${pin.version} h1:`);
  });

  test('Go is asked for a version, or for what a module of ours says', () => {
    const version = (name: string) =>
      goInstall(pins.find(pin => pin.name === name) ?? expect.fail(name)).at(-1);
    expect(version('govc')).toBe('github.com/vmware/govmomi/govc@v0.46.3');
    expect(version('bosh')).toBe('github.com/cloudfoundry/bosh-cli/v7');
  });

  test('every tool is told its release, and says it of itself', () => {
    for (const { name, version, labels, says } of pins) {
      expect(Object.values(labels), name).toEqual([version.slice(1)]);
      expect(says, name).toContain(version.slice(1));
    }
  });
});
