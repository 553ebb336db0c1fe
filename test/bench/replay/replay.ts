// SPDX-License-Identifier: Apache-2.0
/** A replay of everything: statements a second, and the memory that it takes, which does not grow with the history. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BenchOptions, Row } from '../bench.types.ts';
import { draftOf, openStored, type Stored, until } from '../statements/stored.ts';
import { workspace } from '../../running-cairn/running-cairn.ts';

const usual = [20_000, 100_000];
const large = [100_000, 1_000_000];

/** Where there is no /proc it is not known. */
async function residentMb(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(text)?.[1] ?? Number.NaN) / 1024);
}

/** A process of its own, so that its memory is nobody else's. */
function startProcess({ uri }: Stored) {
  const program = path.join(workspace, 'test/bench/replay/processor.mjs');
  const child = spawn(process.execPath, [program, uri], { stdio: ['ignore', 'inherit', 'inherit'] });
  return { pid: child.pid ?? 0, stop: () => child.kill('SIGTERM') };
}

export async function* replayBench({ isLarge }: BenchOptions): AsyncGenerator<Row> {
  for (const count of isLarge ? large : usual) {
    const stored = await openStored(count, { isWaiting: false });
    try {
      const { store } = stored;
      await store.policies.publish(draftOf(null));
      await store.policies.switchTo('1');
      const child = startProcess(stored);
      await store.replay.request('benchmark');
      let [most, sum, looks] = [0, 0, 0];
      const started = performance.now();
      await until(async () => {
        const mb = await residentMb(child.pid);
        most = Math.max(most, mb);
        sum += mb;
        looks += 1;
        return (await store.replay.find())?.finishedAt !== null;
      }, 200);
      const seconds = (performance.now() - started) / 1000;
      child.stop();
      yield {
        statements: count,
        'statements/s': Math.round(count / seconds),
        'resident MB, mean': Math.round(sum / looks),
        'resident MB, most': most,
        evidence: await stored.db.collection('evidence').countDocuments(),
      };
    } finally {
      await stored.end();
    }
  }
}
