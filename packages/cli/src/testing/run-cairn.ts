// SPDX-License-Identifier: Apache-2.0
/** For tests: the command as an administrator types it, in a process of its own, on the database of a test. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { TestStore } from '@cairn/store/testing';

const program = path.resolve(import.meta.dirname, '../../bin/cairn.js');

export interface Ran {
  readonly code: number;
  /** Standard output. */
  readonly out: string;
  /** Standard error. */
  readonly said: string;
}

/** @param input what is piped into it. */
export async function runCairn(
  { uri, database }: Pick<TestStore, 'uri' | 'database'>,
  args: readonly string[],
  input = '',
): Promise<Ran> {
  const address = new URL(uri);
  address.pathname = `/${database}`;
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, MONGODB_URI: address.href, CAIRN_SECRET_KEY: 'k'.repeat(32) },
  });
  child.stdin.end(input);
  const [out, said, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { code: code as number, out, said };
}
