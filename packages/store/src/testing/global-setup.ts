// SPDX-License-Identifier: Apache-2.0
/** One real mongod for a whole test run; every test file has a database of its own in it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../embedded.ts';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'cairn-test-'));
  const embedded = await startEmbedded({ dataDir });
  project.provide('mongodbUri', embedded.uri);
  return async () => {
    await embedded.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

declare module 'vitest' {
  export interface ProvidedContext {
    mongodbUri: string;
  }
}
