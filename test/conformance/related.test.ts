// SPDX-License-Identifier: Apache-2.0
/** Every place in which related_agents and related_activities look (Communication 2.1.3), each by a statement of its own. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ann, type Endpoint, good, idsOf, openEndpoint, type Version } from './endpoint.ts';

let lrs: Endpoint;
beforeAll(async () => {
  lrs = await openEndpoint();
});
afterAll(() => lrs.close());

const bob = { mbox: 'mailto:bob@example.org' };
const team = { objectType: 'Group', name: 'crew', member: [{ objectType: 'Agent', ...bob }] };
const named = { objectType: 'Group', ...bob };
const course = { id: 'https://example.org/course' };
const sub = (more: object = {}) => ({
  objectType: 'SubStatement',
  actor: ann,
  verb: { id: 'https://x.y/v' },
  object: { id: 'https://x.y/o' },
  ...more,
});
const contextAgents = [{ objectType: 'contextAgent', agent: bob }];
const contextGroups = [{ objectType: 'contextGroup', group: team }];

/** Where it stands, the version that has the place, whether it counts without the parameter. */
type Place = readonly [name: string, version: Version, isPlain: boolean, place: object];
const agentPlaces: readonly Place[] = [
  ['actor', '1.0.3', true, { actor: bob }],
  ['an identified group as actor', '1.0.3', true, { actor: named }],
  ['a member of the actor', '1.0.3', true, { actor: team }],
  ['object', '1.0.3', true, { object: { objectType: 'Agent', ...bob } }],
  ['a member of the object', '1.0.3', true, { object: team }],
  ['instructor', '1.0.3', false, { context: { instructor: bob } }],
  ['a member of the instructor', '1.0.3', false, { context: { instructor: team } }],
  ['team', '1.0.3', false, { context: { team: named } }],
  ['a member of the team', '1.0.3', false, { context: { team } }],
  ['actor of a SubStatement', '1.0.3', false, { object: sub({ actor: bob }) }],
  ['a member in a SubStatement', '1.0.3', false, { object: sub({ actor: team }) }],
  ['object of a SubStatement', '1.0.3', false, { object: sub({ object: { objectType: 'Agent', ...bob } }) }],
  ['instructor in a SubStatement', '1.0.3', false, { object: sub({ context: { instructor: bob } }) }],
  ['team in a SubStatement', '1.0.3', false, { object: sub({ context: { team } }) }],
  ['contextAgents', '2.0.0', false, { context: { contextAgents } }],
  ['contextGroups', '2.0.0', false, { context: { contextGroups } }],
  ['contextAgents in a SubStatement', '2.0.0', false, { object: sub({ context: { contextAgents } }) }],
  ['contextGroups in a SubStatement', '2.0.0', false, { object: sub({ context: { contextGroups } }) }],
];
const slots = ['parent', 'grouping', 'category', 'other'] as const;
const activityPlaces: readonly Place[] = [
  ['object', '1.0.3', true, { object: course }],
  ['object of a SubStatement', '1.0.3', false, { object: sub({ object: course }) }],
  ...slots.flatMap((slot): readonly Place[] => [
    [slot, '1.0.3', false, { context: { contextActivities: { [slot]: course } } }],
    [
      `${slot} in a SubStatement`,
      '1.0.3',
      false,
      { object: sub({ context: { contextActivities: { [slot]: [course] } } }) },
    ],
  ]),
];

/** Stores one in the place and one that names nobody; returns whether the first is found, without and with the parameter. */
async function found(
  version: Version,
  place: object,
  filter: Readonly<Record<string, string>>,
  flag: string,
) {
  const registration = randomUUID();
  const context = { registration, ...('context' in place ? (place.context as object) : {}) };
  const statement = good({ ...place, context });
  const body = [statement, good({ context: { registration } })];
  const sent = await lrs.call('/statements', { method: 'POST', body, version });
  expect(sent.status).toBe(200);
  const ids = async (more: Readonly<Record<string, string>>) =>
    idsOf(await lrs.call('/statements', { version, query: { registration, ...filter, ...more } }));
  const answers = [await ids({}), await ids({ [flag]: 'true' })];
  // The other one never comes along.
  expect(answers.flat().filter((id) => id !== statement.id)).toEqual([]);
  return answers.map((answer) => answer.length === 1);
}

test.each(agentPlaces)(
  'an agent as %s (%s): without related_agents %s',
  async (_name, version, isPlain, place) => {
    expect(await found(version, place, { agent: JSON.stringify(bob) }, 'related_agents')).toEqual([
      isPlain,
      true,
    ]);
  },
);
test.each(activityPlaces)(
  'an activity as %s (%s): without related_activities %s',
  async (_name, version, isPlain, place) => {
    expect(await found(version, place, { activity: course.id }, 'related_activities')).toEqual([
      isPlain,
      true,
    ]);
  },
);
test('an agent as authority is related: the one that is answered, not the one that was sent', async () => {
  const registration = randomUUID();
  const statement = good({ authority: bob, context: { registration } });
  await lrs.call('/statements', { method: 'POST', body: statement });
  const [stored] = (
    (await (await lrs.call('/statements', { query: { registration } })).json()) as {
      statements: { authority: object }[];
    }
  ).statements;
  const ids = async (agent: object) =>
    idsOf(
      await lrs.call('/statements', {
        query: { registration, related_agents: 'true', agent: JSON.stringify(agent) },
      }),
    );
  expect([await ids(stored?.authority ?? {}), await ids(bob)]).toEqual([[statement.id], []]);
});

test('nothing of all this surprised the endpoint', () => expect(lrs.unexpected).toEqual([]));
