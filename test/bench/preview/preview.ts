// SPDX-License-Identifier: Apache-2.0
/**
 * Previews of drafts over a history that is in force: one that changes a rule on a seldom activity, one that changes all rules, one
 * with a rule that no index leads to. Seconds, statements read, memory; then the same is published, to see what was foretold.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { ruleSchema } from '@cairn/engine';
import { type Preview, startProcessorThread } from '@cairn/processor';
import { workspace } from '../../running-cairn/running-cairn.ts';
import type { BenchOptions, Row } from '../bench.types.ts';
import { draftOf, openStored, type Stored, until } from '../statements/stored.ts';

const usual = 50_000;

type Draft = ReturnType<typeof draftOf>;
const withRules = (
  draft: Draft,
  change: (rules: Draft['mapping']['rules']) => Draft['mapping']['rules'],
) => ({
  ...draft,
  mapping: { ...draft.mapping, rules: change(draft.mapping.rules) },
});
const unindexed = ruleSchema.parse({
  id: 'weak',
  title: { en: 'Any weak attempt' },
  competency: 'competency-0',
  when: { field: 'score', op: 'lt', value: 0.3 },
  kind: 'knowledge-test',
  value: { from: 'score' },
});

const inForce = draftOf(null);
const drafts: Readonly<Record<string, Draft>> = {
  'nothing changed': inForce,
  'one rule on a seldom activity': withRules(inForce, (rules) =>
    rules.map((one, i) => (i === rules.length - 1 ? { ...one, level: 'L2' } : one)),
  ),
  'a rule that no index leads to': withRules(inForce, (rules) => [...rules, unindexed]),
  'all rules': draftOf('L2'),
};

interface Made extends Pick<Preview, 'statements' | 'people' | 'publication' | 'took'> {
  readonly residentMb: number;
}
async function previewOf({ uri }: Stored, draft: Draft): Promise<Made> {
  const program = path.join(workspace, 'test/bench/preview/preview.mjs');
  const child = spawn(process.execPath, [program, uri], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(draft));
  return (await json(child.stdout)) as Made;
}

/** Seconds until it is in force. */
async function publish({ store }: Stored, draft: Draft): Promise<number> {
  const started = performance.now();
  const { version } = await store.policies.publish(draft);
  await until(async () => (await store.policies.currentVersion()) === version);
  return Math.round((performance.now() - started) / 100) / 10;
}

export async function* previewBench({ statements, isLarge }: BenchOptions): AsyncGenerator<Row> {
  const count = isLarge ? statements : Math.min(statements, usual);
  const stored = await openStored(count, { isWaiting: false });
  const processor = startProcessorThread({ uri: stored.uri, logLevel: 'error' });
  try {
    await publish(stored, inForce);
    for (const [what, draft] of Object.entries(drafts)) {
      const { statements: seen, people, publication, took, residentMb } = await previewOf(stored, draft);
      const changes = Object.values(people).reduce((sum, one) => sum + one, 0);
      yield {
        what,
        statements: count,
        read: seen.read,
        seconds: Math.round(took.seconds * 10) / 10,
        'read a second': Math.round(took.statementsPerSecond ?? 0),
        'resident MB, most': residentMb,
        'masteries that change': changes,
        'publishing, foretold s': publication.seconds,
        'publishing, s': await publish(stored, draft),
      };
      await publish(stored, inForce);
    }
  } finally {
    await processor.stop();
    await stored.end();
  }
}
