import { expect, test } from 'vitest';
import { missing, packages } from '../machine/needs.ts';
import { textOf } from './tree.ts';

test('test:machine says in one line which packages are missing, and which of them only', () => {
  expect(missing(() => true)).toBeNull();
  expect(missing(program => program !== 'scp')).toMatch(/^[^\n]*: sudo apt-get install -y openssh-client$/);
  expect(missing(() => false)).toContain(Object.keys(packages).join(' '));
});

test('CI installs every package that test:machine needs', () => {
  const ci = textOf('.ci/run');
  expect(Object.keys(packages).filter(name => !new RegExp(`\\s${name}\\s`).test(ci))).toEqual([]);
});
