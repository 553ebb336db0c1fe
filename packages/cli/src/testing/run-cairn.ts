// SPDX-License-Identifier: Apache-2.0
/** The command as somebody types it: a process of its own, on the database of a test. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { TestStore } from '@cairn/store/testing';

const program = path.resolve(import.meta.dirname, '../../bin/cairn.js');

export interface Ran {
  readonly code: number;
  /** What it answered, and what it said beside. */
  readonly out: string;
  readonly said: string;
}

/** @param input what is piped into it. */
export const cairnOn =
  (own: Pick<TestStore, 'uri' | 'database'>, input = '') =>
  async (...args: readonly string[]): Promise<Ran> => {
    const uri = new URL(own.uri);
    uri.pathname = `/${own.database}`;
    const child = spawn(process.execPath, [program, ...args], {
      env: { ...process.env, LANG: 'C', MONGODB_URI: uri.href, CAIRN_SECRET_KEY: 'k'.repeat(32) },
    });
    child.stdin.on('error', () => undefined).end(input);
    const [out, said, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit'),
    ]);
    return { code: code as number, out, said };
  };
