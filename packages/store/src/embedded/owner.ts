// SPDX-License-Identifier: Apache-2.0
/**
 * The process that a folder's database belongs to. A process id is given again after its process has ended, so the time
 * at which the process began is kept with it, where the system tells it.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

export interface Owner {
  readonly pid: number;
  /** As the system writes it; null when it does not tell. */
  readonly started: string | null;
}

/** null: it has ended, if only its parent has not noticed yet. */
async function startOnLinux(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The second field is the program's name in brackets and may hold anything; the state follows it, the start is the 22nd.
  const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return state === '' || state === 'Z' || state === 'X' ? null : (rest[18] ?? null);
}
async function startByPs(pid: number): Promise<string | null> {
  const answer = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => null);
  return answer === null || answer.stdout.trim() === '' ? null : answer.stdout.trim();
}
const isOnLinux = process.platform === 'linux';
const startOf = (pid: number) => (isOnLinux ? startOnLinux(pid) : startByPs(pid));

export const thisProcess = async (): Promise<Owner> => ({
  pid: process.pid,
  started: await startOf(process.pid),
});

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

export async function isAlive({ pid, started }: Owner): Promise<boolean> {
  if (!exists(pid)) return false;
  const now = await startOf(pid);
  if (now === null) return !isOnLinux;
  return started === null || started === now;
}
