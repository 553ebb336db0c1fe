// SPDX-License-Identifier: Apache-2.0
/** The Cairn block as an administrator gets it: the zip is built, and what is in it unpacked. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { workspace } from '../../running-cairn/running-cairn.ts';

const run = promisify(execFile);

/** Returns the file. */
export async function buildZip(out: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const script = path.join(workspace, 'scripts/build-moodle.mjs');
  const { stdout } = await run(process.execPath, [script, '--out', out], { env: { ...process.env, ...env } });
  return stdout.trim();
}

/** Returns the one folder that is in it. */
export async function unpackBlock(zip: string, to: string): Promise<string> {
  for (const [name, bytes] of Object.entries(unzipSync(await readFile(zip)))) {
    const file = path.join(to, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
  return path.join(to, 'cairn');
}
