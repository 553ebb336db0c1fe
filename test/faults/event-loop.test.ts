// SPDX-License-Identifier: Apache-2.0
/** One process must not starve itself: while the processor catches up, the endpoint's event loop stays free. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { admin, poster, statementOf } from '../organisation/organisation.ts';
import { startCairn, workspace } from '../running-cairn/running-cairn.ts';

const backlog = 6000;
const [people, competencies] = [40, 20];

test.skipIf(process.platform === 'win32')(
  'the event loop of the endpoint is late by 20 ms at most (p99), beyond an idle program’s, while a backlog is worked off',
  async () => {
    const data = await mkdtemp(path.join(tmpdir(), 'cairn-loop-'));
    const probe = path.join(workspace, 'test/faults/event-loop-probe.mjs');
    const files = { endpoint: path.join(data, 'endpoint.json'), idle: path.join(data, 'idle.json') };
    const cairn = await startCairn({
      data,
      env: { NODE_OPTIONS: `--import ${probe}`, CAIRN_EVENT_LOOP_FILE: files.endpoint },
    });
    // A program that does nothing is late too on a busy machine; that is not the endpoint's doing.
    const idle = spawn(process.execPath, ['--import', probe, '-e', 'setInterval(() => undefined, 1000)'], {
      stdio: 'ignore',
      env: { ...process.env, CAIRN_EVENT_LOOP_FILE: files.idle },
    });
    const measure = () => {
      cairn.child.kill('SIGUSR2');
      idle.kill('SIGUSR2');
    };
    const post = await poster(cairn);
    try {
      // Nothing is published yet: the first version has all of it to read.
      for (let from = 0; from < backlog; from += 200)
        await post(
          Array.from({ length: 200 }, (_, i) =>
            statementOf((from + i) % people, Math.floor((from + i) / people) % competencies, (i % 100) / 100),
          ),
        );
      const { publish, call } = await admin(cairn, data);
      measure();
      await publish(competencies, people);
      const isBuilding = async () => !(await call('/policies/current')).ok;
      let answered = 0;
      // The endpoint goes on taking statements meanwhile, several at a time.
      const goOn = async () => {
        while (await isBuilding()) {
          await post([statementOf(0, 0, 0.5)]);
          answered += 1;
        }
      };
      await Promise.all(Array.from({ length: 2 }, goOn));
      measure();
      const read = async (file: string) => {
        const text = () => readFile(file, 'utf8').catch(() => '');
        await expect.poll(text, { timeout: 10_000 }).not.toBe('');
        return JSON.parse(await text()) as { p99: number; count: number };
      };
      const [endpoint, nothing] = [await read(files.endpoint), await read(files.idle)];
      // At one look every 5 ms: a second of work at least.
      expect(endpoint.count).toBeGreaterThan(200);
      expect(answered).toBeGreaterThan(30);
      expect(endpoint.p99 - nothing.p99).toBeLessThanOrEqual(20);
    } finally {
      idle.kill('SIGKILL');
      cairn.child.kill('SIGTERM');
      await cairn.ended;
      await rm(data, { recursive: true, force: true });
    }
  },
);
