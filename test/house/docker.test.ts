import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { builtinModules } from 'node:module';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { unhealthy } from '../../docker/healthy.ts';
import manifest from '../../package.json' with { type: 'json' };
import { files, root, textOf } from './tree.ts';

const dockerfile = textOf('Dockerfile');
const ignored = textOf('.dockerignore');
/** Continued lines are one instruction. */
const instructions = dockerfile
  .replaceAll(/\\\n/g, ' ')
  .split('\n')
  .filter(line => /^[A-Z]+ /.test(line));
const lastStage = instructions.slice(instructions.findLastIndex(line => line.startsWith('FROM ')));

describe('the Dockerfile (docker itself is not run here)', () => {
  test('everything it copies from the checkout is there and not ignored', () => {
    const copied = instructions
      .filter(line => line.startsWith('COPY ') && !line.includes('--from='))
      .flatMap(line => line.split(/\s+/).slice(1, -1));
    expect(copied).toContain('src');
    expect(copied.filter(path => !existsSync(join(root, path)))).toEqual([]);
    expect(copied.filter(path => !ignored.includes(`\n!${path}\n`))).toEqual([]);
  });

  test('of what it copies no file is left out: the shell scripts that src reads are in the image', () => {
    const patterns = ignored.split('\n').filter(line => line !== '' && !line.startsWith('#'));
    expect(patterns.filter(line => !line.startsWith('!'))).toEqual(['*']);
    expect(files.filter(file => /^src\/.*\.sh$/.test(file)).length).toBeGreaterThan(10);
  });

  test('every stage on Node is on Node 24', () => {
    const bases = instructions.flatMap(line => /^FROM (node\S*)/.exec(line)?.[1] ?? []);
    expect(bases.length).toBeGreaterThan(1);
    expect(bases.filter(base => !base.startsWith('node:24-'))).toEqual([]);
  });

  test('the bot is not root, and nothing after that becomes root again', () => {
    expect(lastStage.filter(line => line.startsWith('USER '))).toEqual(['USER node']);
    const own = lastStage.slice(lastStage.indexOf('USER node'));
    expect(own.filter(line => line.startsWith('RUN '))).toEqual([]);
  });

  test('dev dependencies stay out, by the lockfile', () => {
    const installs = instructions.filter(line => /npm (ci|install)/.test(line));
    expect(installs).toHaveLength(1);
    expect(installs[0]).toContain('npm ci --omit=dev');
  });

  test('what it starts is what npm start starts', () => {
    const started = JSON.parse(lastStage.find(line => line.startsWith('CMD '))?.slice(4) ?? '[]').join(' ');
    expect(started).toBe(manifest.scripts.start);
  });
});

/** Every module that `entry` reaches, types left out: they are gone when Node runs it. */
const reached = (entry: string, seen = new Map<string, string[]>()): Map<string, string[]> => {
  if (seen.has(entry)) return seen;
  const imports = [
    ...textOf(entry).matchAll(
      /^(?:import|export)\s+(?!type\b)[^;]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm,
    ),
  ];
  const names = imports.flatMap(([, from, bare, later]) => from ?? bare ?? later ?? []);
  seen.set(entry, names);
  for (const name of names.filter(each => each.startsWith('.'))) {
    const file = normalize(join(dirname(entry), name));
    if (/\.(ts|mjs)$/.test(file)) reached(file, seen);
  }
  return seen;
};

describe('what the image leaves out', () => {
  const graph = reached('src/main.ts');

  test('src/main.ts reaches the whole bot', () => {
    for (const file of [
      'src/app/bot.ts',
      'handlers/index.ts',
      'src/engine/drive.ts',
      'src/adapters/jump-host/ssh.ts',
    ])
      expect([...graph.keys()]).toContain(file);
  });

  test('and nothing of the drill', () => {
    expect([...graph.keys()].filter(file => file.startsWith('drill/'))).toEqual([]);
  });

  test('and no package but production dependencies', () => {
    const packages = [...graph.values()]
      .flat()
      .filter(name => !name.startsWith('.') && !name.startsWith('node:'));
    const roots = packages.map(name =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    );
    expect(roots).toContain('@slack/bolt');
    expect(roots.filter(name => !(name in manifest.dependencies))).toEqual([]);
    expect(roots.filter(name => builtinModules.includes(name))).toEqual([]);
  });

  test('no file outside of the drill imports a dev dependency, reached or not', () => {
    const bot = files.filter(file => /^(src|handlers)\/.*\.ts$/.test(file));
    const dev = new RegExp(`from '(${Object.keys(manifest.devDependencies).join('|')})['/]`);
    expect(bot.filter(file => dev.test(textOf(file)))).toEqual([]);
  });
});

describe('the health check', () => {
  const answering = async (code: number, body: string) => {
    const server = createServer((_request, response) => response.writeHead(code).end(body));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const why = await unhealthy(String(typeof address === 'object' ? address?.port : ''));
    await new Promise(resolve => server.close(resolve));
    return why;
  };

  test('asks the bot itself, and tells in the bot’s words why not', async () => {
    expect(await answering(200, '{"ok":true}')).toBeNull();
    expect(await answering(503, 'Slack is not connected')).toBe('Slack is not connected');
  });

  test('a bot that does not answer, or cannot be asked, is not healthy', async () => {
    expect(await unhealthy('1')).toContain('does not answer at port 1');
    expect(await unhealthy(undefined)).toContain('STATUS_PORT is not set');
  });

  test('the image and compose set the port that it asks', () => {
    expect(dockerfile).toMatch(/STATUS_PORT=9464/);
    expect(textOf('compose.yaml')).toContain('STATUS_PORT: "9464"');
  });
});

test('the systemd unit starts what npm start starts, but not after a stranger was found on the token, and stops the bot but not the command that runs', () => {
  const unit = textOf('pks-rescue.service');
  expect(unit).toContain('\nKillMode=process\n');
  // A stranger on the token: src/main.ts leaves with this code, and only a person may start the bot again.
  expect(unit).toContain('\nRestartPreventExitStatus=78\n');
  expect(textOf('src/main.ts')).toContain('const notAgain = 78;');
  const started = /^ExecStart=\/usr\/bin\/(.*)$/m.exec(unit)?.[1];
  expect(started).toBe(manifest.scripts.start);
});
