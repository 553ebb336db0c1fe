// SPDX-License-Identifier: Apache-2.0
/** One process must not starve itself: while the processor catches up, the endpoint's event loop stays free. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MongoClient } from 'mongodb';
import { expect, test } from 'vitest';
import { admin, poster, statementOf } from '../organisation/organisation.ts';
import { startCairn, workspace } from '../running-cairn/running-cairn.ts';

const backlog = 6000;
const [people, competencies] = [40, 20];

test.skipIf(process.platform === 'win32')(
  'the event loop of the endpoint is late by 20 ms at most (p99) while a backlog is worked off',
  async () => {
    const data = await mkdtemp(path.join(tmpdir(), 'cairn-loop-'));
    const file = path.join(data, 'event-loop.json');
    const cairn = await startCairn({
      data,
      port: 18_101,
      env: {
        NODE_OPTIONS: `--import ${path.join(workspace, 'test/faults/event-loop-probe.mjs')}`,
        CAIRN_EVENT_LOOP_FILE: file,
      },
    });
    const post = await poster(cairn);
    const { uri } = JSON.parse(await readFile(path.join(data, 'mongod.json'), 'utf8')) as { uri: string };
    const client = await new MongoClient(uri).connect();
    try {
      // Nothing is published yet: what comes waits.
      for (let from = 0; from < backlog; from += 200)
        await post(
          Array.from({ length: 200 }, (_, i) =>
            statementOf((from + i) % people, Math.floor((from + i) / people) % competencies, (i % 100) / 100),
          ),
        );
      const { publish } = await admin(cairn, data);
      cairn.child.kill('SIGUSR2');
      await publish(competencies, people);
      const waiting = () =>
        client
          .db('cairn')
          .collection('statements')
          .countDocuments({ p: { $exists: true }, seq: { $lte: backlog } });
      let answered = 0;
      // The endpoint goes on taking statements meanwhile.
      while ((await waiting()) > 0) {
        await post([statementOf(0, 0, 0.5)]);
        answered += 1;
      }
      cairn.child.kill('SIGUSR2');
      const read = () => readFile(file, 'utf8').catch(() => '');
      await expect.poll(read, { timeout: 10_000 }).not.toBe('');
      const { p99, count } = JSON.parse(await read()) as { p99: number; count: number };
      expect(count).toBeGreaterThan(50);
      expect(answered).toBeGreaterThan(0);
      expect(p99).toBeLessThanOrEqual(20);
    } finally {
      await client.close();
      cairn.child.kill('SIGTERM');
      await cairn.ended;
      await rm(data, { recursive: true, force: true });
    }
  },
);
