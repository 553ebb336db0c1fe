// SPDX-License-Identifier: Apache-2.0
/**
 * Statements without end, alike in every run: people, verbs and activities of very different frequency, as real ones are; and
 * the documents that the store makes of them, for benchmarks that need more than the endpoint would take in minutes.
 */
import { createHash } from 'node:crypto';
import { comparisonHash, queryKeys, type Statement } from '@cairn/xapi';
import { Binary, type Document, Long, UUID } from 'mongodb';

export const people = 5000;
const activities = 2000;
const verbs =
  'experienced launched completed progressed answered passed failed attempted initialized terminated registered scored interacted shared commented voted'.split(
    ' ',
  );
export const verbId = (i: number): string => `http://adlnet.gov/expapi/verbs/${verbs[i] ?? 'experienced'}`;
export const verbCount = verbs.length;
export const accountOf = (i: number) => ({ homePage: 'https://moodle.example.org', name: `learner-${i}` });

/** mulberry32: small, seeded, good enough. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
/** Few are met often, most seldom. */
const skewed = (random: () => number, count: number) => Math.floor(count * random() ** 3);
const uuid = (random: () => number) => {
  const hex = Array.from({ length: 4 }, () =>
    Math.floor(random() * 4_294_967_296)
      .toString(16)
      .padStart(8, '0'),
  ).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
};

const start = Date.UTC(2026, 0, 1);

export interface Made {
  readonly id: string;
  readonly statement: Statement;
  readonly text: string;
}
/** The `i`-th statement: about 1.3 kB, in the shape of Moodle's logstore. */
export function makeStatement(i: number, random: () => number): Made {
  const id = uuid(random);
  const [person, verb] = [skewed(random, people), skewed(random, verbCount)];
  const [activity, score] = [skewed(random, activities), Math.floor(random() * 101)];
  const course = {
    id: `https://moodle.example.org/course/view.php?id=${activity % 60}`,
    definition: {
      type: 'http://lrs.learninglocker.net/define/type/moodle/course',
      name: { en: `Safety at the quay, part ${activity % 60}` },
    },
  };
  const statement: Statement = {
    id,
    actor: { objectType: 'Agent', name: `Learner No. ${person}`, account: accountOf(person) },
    verb: { id: verbId(verb), display: { en: verbs[verb] ?? '' } },
    object: {
      objectType: 'Activity',
      id: `https://moodle.example.org/mod/quiz/view.php?id=${activity}`,
      definition: {
        type: 'http://adlnet.gov/expapi/activities/assessment',
        name: { en: `Check ${activity}: lashing and mooring` },
        description: { en: 'What every deck hand has to know before the first watch.' },
      },
    },
    result: {
      score: { scaled: score / 100, raw: score, min: 0, max: 100 },
      completion: true,
      duration: `PT${Math.floor(random() * 3600)}S`,
    },
    context: {
      registration: uuid(random),
      platform: 'Moodle',
      language: 'en',
      contextActivities: {
        grouping: [
          {
            id: 'https://moodle.example.org',
            definition: {
              type: 'http://id.tincanapi.com/activitytype/lms',
              name: { en: 'The academy of the port' },
            },
          },
          course,
        ],
        category: [
          {
            id: 'http://moodle.org',
            definition: { type: 'http://id.tincanapi.com/activitytype/source', name: { en: 'Moodle' } },
          },
        ],
      },
      extensions: {
        'http://lrs.learninglocker.net/define/extensions/info': {
          'http://moodle.org': '4.4.1 (Build: 20240610)',
          event_name: '\\mod_quiz\\event\\attempt_submitted',
          event_function: '\\src\\transformer\\events\\mod_quiz\\attempt_submitted',
        },
      },
    },
    timestamp: new Date(start + i * 400 + Math.floor(random() * 60_000)).toISOString(),
  };
  return { id, statement, text: JSON.stringify(statement) };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest();

/** As the store keeps it, processed; every hundred share a group commit. */
export function toDocument({ id, statement, text }: Made, seq: number): Document {
  return {
    _id: new UUID(id).toBinary(),
    seq: Long.fromNumber(seq),
    s: new Date(start + Math.floor(seq / 100) * 40_000),
    ts: new Date(Date.parse(statement.timestamp ?? '')),
    q: [...queryKeys(statement, { kind: 'assessment' })],
    h: new Binary(comparisonHash(statement, sha256)),
    src: 'lms',
    raw: text,
  };
}
