// SPDX-License-Identifier: Apache-2.0
// What a fresh clone lacks, brought once: dependencies (with a pnpm that need not be installed) and the build. Plain Node, no dependencies.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const onWindows = process.platform === 'win32';

/** Progress goes to stderr, so that `npm run -s cairn -- … --json` prints JSON only. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  say(
    `Cairn needs Node 20.19 or newer; this is ${process.versions.node}. Install a newer Node from https://nodejs.org and try again.`,
  );
  process.exit(1);
}

/** Runs to the end; its output is kept back unless it fails or `loud`. */
function run(command, args, { cwd = root, loud = false } = {}) {
  const result = spawnSync(command, args, {
    cwd,
    stdio: loud ? ['ignore', 2, 2] : ['ignore', 'pipe', 'pipe'],
    shell: onWindows,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  if (result.status === 0) return;
  say(`${result.stdout ?? ''}${result.stderr ?? ''}${result.error ? result.error.message : ''}`);
  say(`Failed: ${command} ${args.join(' ')}`);
  process.exit(1);
}

/** Same content, same stamp: files are known by path and content for the few that decide the install, by path, size and time for sources. */
function contentStamp(files) {
  const hash = createHash('sha256').update(process.version + process.platform + process.arch);
  for (const file of files) hash.update(file).update(readFileSync(path.join(root, file)));
  return hash.digest('hex');
}

export function ensureInstalled() {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const stampFile = path.join(root, 'node_modules/.cairn-install');
  const stamp = contentStamp(['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json']);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  say('Installing dependencies …');
  const underPnpm = process.env.npm_config_user_agent?.startsWith('pnpm/');
  const [command, before] = underPnpm
    ? ['pnpm', []]
    : ['npx', ['--yes', manifest.packageManager.split('+')[0]]];
  run(command, [...before, 'install', '--frozen-lockfile']);
  writeFileSync(stampFile, stamp);
}

const sourceFolders = ['packages', 'lrs-adapter', 'widgets', 'test'];
const leftOut = new Set(['node_modules', 'dist', 'docs', 'coverage', 'site']);
/** What browsers load, made of what tsc has checked. */
export const bundles = ['widgets', 'packages/admin'];

function* sourceFiles(folder) {
  for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    if (leftOut.has(entry.name) || entry.name.startsWith('.')) continue;
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* sourceFiles(file);
    else yield file;
  }
}

function sourceStamp() {
  const hash = createHash('sha256').update(
    contentStamp(['pnpm-lock.yaml', 'tsconfig.json', 'tsconfig.base.json']),
  );
  for (const folder of sourceFolders)
    for (const file of sourceFiles(folder)) {
      const { size, mtimeMs } = statSync(path.join(root, file));
      hash.update(`${file}\0${size}\0${mtimeMs}\n`);
    }
  return hash.digest('hex');
}

const bin = (name) => path.join(root, 'node_modules/.bin', name);

/** Nothing when no source has changed since. */
export function ensureBuilt() {
  const stampFile = path.join(root, '.cache/build-stamp');
  const stamp = sourceStamp();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  say('Building …');
  run(bin('tsc'), ['-b']);
  for (const bundle of bundles)
    run(path.join(root, bundle, 'node_modules/.bin/vite'), ['build', '--logLevel', 'warn'], {
      cwd: path.join(root, bundle),
    });
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
}

/** Hands over to a long-running Node program; signals reach it, its exit code is ours. */
export function handOver(script, args) {
  const child = spawn(process.execPath, [path.join(root, script), ...args], {
    stdio: 'inherit',
    cwd: process.cwd(),
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      // From a terminal the child gets Ctrl-C itself; a second one would make it give up its orderly stop.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}
