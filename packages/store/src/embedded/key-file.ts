// SPDX-License-Identifier: Apache-2.0
/** By this file the members of a replica set know each other; mongod asks for it even of a set of one when it asks for passwords. */
import { randomBytes } from 'node:crypto';
import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';

export async function ensureKeyFile(dataDir: string): Promise<string> {
  const file = path.join(dataDir, 'mongod.key');
  await writeFile(file, randomBytes(96).toString('base64'), { mode: 0o600, flag: 'wx' }).catch(
    (error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    },
  );
  // mongod refuses one that others may read.
  await chmod(file, 0o600);
  return file;
}
