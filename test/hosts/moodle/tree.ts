// SPDX-License-Identifier: Apache-2.0
/** The files of a folder or of a bare git directory (its HEAD), put into another folder. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';

/** Every Moodle, and every plugin of it, says its version there. */
const versionFile = 'version.php';
const isGitDirectory = (folder: string) => existsSync(path.join(folder, 'HEAD'));
const hasSource = (folder: string) => isGitDirectory(folder) || existsSync(path.join(folder, versionFile));

/** What is wrong with it; undefined: nothing. */
export const treeFault = (folder: string): string | undefined =>
  hasSource(folder) ? undefined : `${folder} is neither a git directory nor a folder with ${versionFile}`;

async function unpack(from: string, to: string): Promise<void> {
  const archive = spawn('git', ['--git-dir', from, 'archive', 'HEAD'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const tar = spawn('tar', ['-x', '-C', to], { stdio: [archive.stdout, 'inherit', 'inherit'] });
  const codes = await Promise.all(
    [archive, tar].map(async (child) => (await once(child, 'exit'))[0] as number),
  );
  if (codes.some((code) => code !== 0)) throw new Error(`${from} cannot be unpacked`);
}

export async function placeTree(from: string, to: string): Promise<void> {
  const fault = treeFault(from);
  if (fault !== undefined) throw new Error(fault);
  await mkdir(to, { recursive: true });
  if (isGitDirectory(from)) await unpack(from, to);
  else await cp(from, to, { recursive: true, filter: (file) => path.basename(file) !== '.git' });
}
