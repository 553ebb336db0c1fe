// SPDX-License-Identifier: Apache-2.0
/** Evidence of a competency that was replaced reaches the one that took its place: when it comes, when it is voided, by a replay. */
import { randomUUID } from 'node:crypto';
import { mappingSchema, stateAt } from '@cairn/engine';
import { type Carry, frameworkSchema } from '@cairn/frameworks';
import { compileRecorded, type Store } from '@cairn/store';
import { openTestStore, type TestStore } from '@cairn/store/testing';
import { comparisonHash, queryKeys, type Statement, voidedId } from '@cairn/xapi';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Processor, startProcessor } from './index.ts';

const en = (text: string) => ({ en: text });
const at = Date.UTC(2026, 5, 1);
const draft = (evidence: Carry) => ({
  publishedBy: 'test',
  timeZone: 'UTC',
  frameworks: [
    frameworkSchema.parse({
      id: 'f',
      title: en('F'),
      version: '1',
      scale: 's',
      scales: [
        {
          id: 's',
          name: en('S'),
          levels: [0.3, 0.5, 0.7].map((minScore, i) => ({
            id: `L${i + 1}`,
            rank: i + 1,
            name: en(`L${i + 1}`),
            proficient: i === 2,
            minScore,
          })),
        },
      ],
      competencies: ['A', 'B'].map((id) => ({
        id,
        code: id,
        label: en(id),
        statement: en(id),
        kind: 'skill',
        status: id === 'A' ? 'deprecated' : 'adopted',
      })),
      relations: [{ type: 'replacedBy', origin: 'A', destination: 'B', evidence }],
    }),
  ],
  roles: [],
  dialects: { generic: 1 },
  mapping: mappingSchema.parse({
    title: en('M'),
    rules: [
      {
        id: 'r',
        title: en('r'),
        competency: 'A',
        when: { field: 'activity', op: 'eq', value: 'https://x.y/a' },
        kind: 'knowledge-test',
        value: { from: 'score' },
      },
    ],
  }),
});

let own: TestStore;
let store: Store;
let processor: Processor;
const send = async (more: Partial<Statement>) => {
  const statement: Statement & { id: string } = {
    id: randomUUID(),
    actor: { account: { homePage: 'https://hr', name: 'ann' } },
    verb: { id: 'http://adlnet.gov/expapi/verbs/scored' },
    object: { id: 'https://x.y/a' },
    timestamp: new Date(at).toISOString(),
    ...more,
  };
  await store.statements.append([
    {
      id: statement.id,
      text: JSON.stringify(statement),
      timestamp: at,
      contentHash: comparisonHash(statement),
      queryKeys: queryKeys(statement),
      sourceId: 'lms',
      ...(voidedId(statement) === null ? {} : { voids: voidedId(statement) ?? '' }),
    },
  ]);
  await processor.idle();
  return statement.id;
};
const ranks = async (version: string) => {
  const recorded = await store.policies.recorded(version);
  if (!recorded) throw new Error(`there is no version ${version}`);
  const timelines = await store.mastery.ofPerson(compileRecorded(recorded), 'ann');
  return ['A', 'B'].map((id) => {
    const timeline = timelines.get(id);
    return timeline ? stateAt(timeline, at + 1).rank : null;
  });
};

beforeEach(async () => {
  own = await openTestStore();
  store = own.store;
  const source = { id: 'lms', title: 'LMS', dialect: 'generic', scaledRange: '0..1' as const };
  await store.sources.add({ ...source, scopes: ['all'] });
  const identifiers = [{ identifier: 'account:https://hr|ann', from: null, to: null }];
  await store.people.import([{ id: 'ann', name: 'Ann', teamId: null, roleIds: [], identifiers }], 'test');
  processor = startProcessor({ store, log: pino({ level: 'silent' }) });
});
afterEach(async () => {
  await processor.stop();
  await own.drop();
});

test('as the relation says, at once, by a replay, and not any more when it is voided', async () => {
  await store.policies.publish(draft('carry'));
  await processor.idle();
  const id = await send({ result: { score: { scaled: 0.9 } } });
  expect(await ranks('1')).toEqual([3, 3]);
  await store.policies.publish(draft('carry-capped'));
  await processor.idle();
  expect(await ranks('2')).toEqual([3, 2]);
  await store.policies.publish(draft('none'));
  await processor.idle();
  expect(await ranks('3')).toEqual([3, null]);
  await store.policies.publish(draft('carry'));
  await processor.idle();
  await send({
    verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
    object: { objectType: 'StatementRef', id },
  });
  expect(await ranks('4')).toEqual([null, null]);
});
