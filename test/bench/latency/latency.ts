// SPDX-License-Identifier: Apache-2.0
/**
 * From the moment a statement is posted to the event at an open live connection, at so many statements a second, each posted
 * alone. Every (person, competency) is posted to again only after seconds, so each event is one statement's; one that has not
 * come by then is counted as missed.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { admin, competencyId, personId, poster, statementOf } from '../../organisation/organisation.ts';
import { startCairn } from '../../running-cairn/running-cairn.ts';

const rates = [100, 500];
const seconds = 15;
const [people, competencies] = [50, 40];
const port = 18_091;

const percentile = (sorted: readonly number[], share: number) =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);

interface Live {
  readonly person: string;
  readonly competency: string;
}
async function listen(response: Response, onEvent: (event: Live) => void): Promise<void> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) {
    const events = (rest + chunk.value).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events)
      if (event.startsWith('event: mastery')) onEvent(JSON.parse(event.split('data: ')[1] ?? '{}') as Live);
  }
}

export async function* latency(): AsyncGenerator<Readonly<Record<string, string | number>>> {
  const data = await mkdtemp(path.join(tmpdir(), 'cairn-bench-'));
  const cairn = await startCairn({ data, port });
  try {
    const post = await poster(cairn);
    const { call, publish } = await admin(cairn, data);
    await publish(competencies, people);
    while ((await call('/policies/current')).status !== 200)
      await new Promise((resolve) => setTimeout(resolve, 50));
    const posted = new Map<string, number>();
    let found: number[] = [];
    for (let i = 0; i < people; i += 1)
      void listen(await call(`/live?person=${personId(i)}`), ({ person, competency }) => {
        const at = posted.get(`${person} ${competency}`);
        if (at !== undefined) found.push(performance.now() - at);
        posted.delete(`${person} ${competency}`);
      }).catch(() => undefined);

    let next = 0;
    for (const rate of rates) {
      posted.clear();
      found = [];
      const started = performance.now();
      const all = rate * seconds;
      let sent = 0;
      let missed = 0;
      const sending: Promise<void>[] = [];
      while (sent < all) {
        for (
          const due = Math.min(all, ((performance.now() - started) / 1000) * rate);
          sent < due;
          sent += 1
        ) {
          const [person, competency] = [next % people, Math.floor(next / people) % competencies];
          next += 1;
          const key = `${personId(person)} ${competencyId(competency)}`;
          if (posted.has(key)) missed += 1;
          posted.set(key, performance.now());
          sending.push(post(statementOf(person, competency, (next % 97) / 97)));
        }
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      await Promise.all(sending);
      for (let waits = 0; posted.size > 0 && waits < 100; waits += 1)
        await new Promise((resolve) => setTimeout(resolve, 50));
      const sorted = found.toSorted((a, b) => a - b);
      yield {
        'statements/s': rate,
        'p50 ms': percentile(sorted, 0.5),
        'p99 ms': percentile(sorted, 0.99),
        'longest ms': percentile(sorted, 1),
        missed: missed + posted.size,
      };
    }
  } finally {
    cairn.child.kill('SIGTERM');
    await cairn.ended;
    await rm(data, { recursive: true, force: true });
  }
}
