// SPDX-License-Identifier: Apache-2.0
/**
 * Valid statements of every sort, for properties of dialects: each takes its verbs, types, identifiers and extension keys from the
 * fixtures of all dialects or makes them up, and puts anything at all where the standard allows anything.
 */
import type { Actor, Statement } from '@cairn/xapi';
import fc from 'fast-check';
import { dialectFolders, fixturesOf, type Identified } from './fixtures.ts';

/** Every value under one of these keys, anywhere in the fixtures. */
function wordsOf(fixtures: readonly unknown[], keys: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const walk = (value: unknown, key: string) => {
    if (typeof value === 'string' && keys.includes(key) && value.includes(':')) found.add(value);
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (key === 'extensions' && keys.includes('extensions') && name.includes(':')) found.add(name);
      walk(inner, Array.isArray(value) ? key : name);
    }
  };
  for (const one of fixtures) walk(one, '');
  return [...found];
}

const fixtures = dialectFolders().flatMap(fixturesOf);
const iri = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...wordsOf(fixtures, ['id'])) },
  fc.webUrl(),
  fc.constantFrom('urn:x:y', 'https://x.y/', 'https://x.y/progressed//', 'https://x.y/__proto__', 'a:#'),
);
const type = fc.constantFrom(...wordsOf(fixtures, ['type']));
const key = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...wordsOf(fixtures, ['extensions'])) },
  fc.constant('https://w3id.org/xapi/tla/extensions/learner'),
  iri,
);

const agent: fc.Arbitrary<Actor> = fc.oneof(
  fc.record({ mbox: fc.emailAddress().map((address) => `mailto:${address}`) }),
  fc.record({
    account: fc.record({ homePage: fc.constant('https://x.y/'), name: fc.string({ minLength: 1 }) }),
  }),
  fc.record({ openid: fc.webUrl(), name: fc.string() }),
);
const group: fc.Arbitrary<Actor> = fc.record({
  objectType: fc.constant('Group' as const),
  member: fc.array(agent, { minLength: 1, maxLength: 3 }),
});
const actor = fc.oneof(agent, group);
const extensions = fc.dictionary(
  key,
  fc.oneof(fc.jsonValue(), agent, group, fc.array(agent, { maxLength: 2 })),
  { maxKeys: 3 },
);
const optional: { requiredKeys: [] } = { requiredKeys: [] };
const activity = fc.record(
  {
    id: iri,
    definition: fc.record({ type, name: fc.constant({ en: 'A name' }), extensions }, optional),
  },
  { requiredKeys: ['id'] },
);
const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const score = fc
  .record(
    { scaled: fc.double({ min: -1, max: 1, noNaN: true }), raw: number, min: number, max: number },
    optional,
  )
  .filter(
    ({ raw, min, max }) =>
      (min === undefined || max === undefined || min < max) &&
      (raw === undefined || ((min === undefined || raw >= min) && (max === undefined || raw <= max))),
  );
const result = fc.record(
  {
    score,
    success: fc.boolean(),
    completion: fc.boolean(),
    duration: fc.constantFrom('PT0S', 'P1DT2H', 'PT1.5S'),
    response: fc.string(),
    extensions,
  },
  optional,
);
const slot = fc.oneof(activity, fc.array(activity, { maxLength: 3 }));
const context = fc.record(
  {
    registration: fc.uuid(),
    instructor: actor,
    contextActivities: fc.record({ parent: slot, grouping: slot, category: slot, other: slot }, optional),
    extensions,
  },
  optional,
);
const verb = fc.record({ id: iri });
const timestamp = fc
  .date({ min: new Date('1970-01-01T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString());
const reference = fc.record({ objectType: fc.constant('StatementRef' as const), id: fc.uuid() });
const person = fc.oneof(
  agent.map((one) => ({ ...one, objectType: 'Agent' as const })),
  group,
);
const subStatement = fc.record({
  objectType: fc.constant('SubStatement' as const),
  actor,
  verb,
  object: activity,
});

/** registration only beside an activity, as the standard has it (Data 2.4.6). */
const forActivities = ({ object, context: given, ...rest }: Identified): Identified => {
  const isActivity = object.objectType === undefined;
  const { registration, ...others } = given ?? {};
  return {
    ...rest,
    object,
    ...(given && { context: isActivity && registration ? { registration, ...others } : others }),
  };
};

export const anyStatement: fc.Arbitrary<Identified> = fc
  .record(
    {
      id: fc.uuid(),
      actor,
      verb,
      object: fc.oneof({ weight: 6, arbitrary: activity }, person, reference, subStatement),
      result,
      context,
      timestamp,
      stored: timestamp,
      authority: agent,
    },
    { requiredKeys: ['id', 'actor', 'verb', 'object', 'timestamp'] },
  )
  .map((statement) => forActivities(statement as Statement & { readonly id: string }));
