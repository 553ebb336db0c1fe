// SPDX-License-Identifier: Apache-2.0
/** npm run bench -- [NAME…] [--json] [--statements=N] [--large]: each benchmark is a folder and a line here. */
import { cpus } from 'node:os';
import { engine } from './engine/engine.ts';
import { frameworks } from './frameworks/frameworks.ts';
import { ingest } from './ingest/ingest.ts';
import { latency } from './latency/latency.ts';
import { pullBench as pull } from './pull/pull.ts';
import { previewBench as preview } from './preview/preview.ts';
import { processorBench as processor } from './processor/processor.ts';
import { read } from './read/read.ts';
import { replayBench as replay } from './replay/replay.ts';
import { storage } from './storage/storage.ts';

const benches = {
  engine,
  ingest,
  read,
  storage,
  latency,
  pull,
  preview,
  processor,
  replay,
  frameworks,
} as const;
const option = process.argv.find((argument) => argument.startsWith('--statements='));
const options = {
  statements: option ? Number(option.split('=')[1]) : 1_000_000,
  isLarge: process.argv.includes('--large'),
};

const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const json = process.argv.includes('--json');
const unknown = names.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  process.stderr.write(
    `No benchmark "${unknown.join('", "')}". There are: ${Object.keys(benches).join(', ')}\n`,
  );
  process.exit(1);
}
if (!json)
  process.stdout.write(
    `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}\n`,
  );
for (const [name, run] of Object.entries(benches))
  if (names.length === 0 || names.includes(name))
    for await (const row of run(options)) {
      const text = Object.entries(row).map(([key, value]) => `${key} ${value}`);
      process.stdout.write(
        json ? `${JSON.stringify({ bench: name, ...row })}\n` : `${name}  ${text.join('  ')}\n`,
      );
    }
