// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { actorIdentifier, type Actor, queryKey, queryKeys, type Statement } from './index.ts';

const person = (name: string) => ({ mbox: `mailto:${name}@example.org` });
const group = (name: string, ...members: readonly string[]) => ({
  objectType: 'Group' as const,
  ...person(name),
  member: members.map(person),
});
const activity = (name: string) => ({ id: `https://example.org/${name}` });
const verb = { id: 'https://example.org/did' };

const statement: Statement = {
  actor: group('actor', 'member'),
  verb,
  object: {
    objectType: 'SubStatement',
    actor: group('sub-actor', 'sub-member'),
    verb: { id: 'https://example.org/planned' },
    object: { objectType: 'Agent', ...person('sub-object') },
    context: {
      instructor: person('sub-instructor'),
      team: group('sub-team', 'sub-team-member'),
      contextActivities: { category: activity('sub-category') },
      contextAgents: [{ objectType: 'contextAgent', agent: person('sub-role') }],
    },
  },
  context: {
    registration: 'FD41C918-B88B-4B20-A0A5-A4C32391AAA0',
    instructor: person('instructor'),
    team: { objectType: 'Group', member: [person('team-member')] },
    contextActivities: { parent: activity('parent'), grouping: [activity('grouping'), activity('grouping')] },
    contextAgents: [{ objectType: 'contextAgent', agent: person('role'), relevantTypes: ['urn:r:s'] }],
    contextGroups: [{ objectType: 'contextGroup', group: group('role-group', 'role-member') }],
  },
  authority: person('authority'),
};
const identifier = (actor: Actor) => actorIdentifier(actor) ?? '';
const agentKey = (kind: 'agent' | 'related-agent', name: string) => queryKey(kind, identifier(person(name)));
const keys = queryKeys(statement);

describe('query keys', () => {
  test.each(['actor', 'member'])('%s is asked for as an agent, alone and with the verb', (name) => {
    expect(keys).toContain(agentKey('agent', name));
    expect(keys).toContain(queryKey('agent+verb', identifier(person(name)), verb.id));
    expect(keys).not.toContain(agentKey('related-agent', name));
  });
  test.each([
    'sub-actor',
    'sub-member',
    'sub-object',
    'sub-instructor',
    'sub-team',
    'sub-team-member',
    'sub-role',
    'instructor',
    'team-member',
    'role',
    'role-group',
    'role-member',
    'authority',
  ])('%s is asked for as a related agent only', (name) => {
    expect(keys).toContain(agentKey('related-agent', name));
    expect(keys).not.toContain(agentKey('agent', name));
  });
  test.each(['parent', 'grouping', 'sub-category'])('%s is asked for as a related activity only', (name) => {
    expect(keys).toContain(queryKey('related-activity', activity(name).id));
    expect(keys).not.toContain(queryKey('activity', activity(name).id));
  });
  test('there are no others, and none twice', () => {
    expect(keys.length).toBe(new Set(keys).size);
    // Verb, registration, two agents with their verb, 13 related agents, 3 related activities.
    expect(keys).toHaveLength(2 + 2 * 2 + 13 + 3);
    expect(keys).toContain(queryKey('verb', verb.id));
    expect(keys).toContain(queryKey('registration', 'fd41c918-b88b-4b20-a0a5-a4c32391aaa0'));
  });
  test('the verb and the activity of a SubStatement are no verb and no object of the statement', () => {
    const sub: Statement = {
      actor: person('a'),
      verb,
      object: { ...statement, objectType: 'SubStatement', object: activity('x') },
    };
    expect(queryKeys(sub)).not.toContain(queryKey('activity', activity('x').id));
    expect(queryKeys(sub)).toContain(queryKey('related-activity', activity('x').id));
    expect(keys).not.toContain(queryKey('verb', 'https://example.org/planned'));
  });
  test('members of a group that is the object are agents', () => {
    const about: Statement = { actor: person('a'), verb, object: group('object', 'object-member') };
    for (const name of ['object', 'object-member'])
      expect(queryKeys(about)).toContain(agentKey('agent', name));
  });
  test('the authority that the LRS sets counts instead of the sender’s', () => {
    const authority = { objectType: 'Group' as const, member: [person('client'), person('user')] };
    const set = queryKeys(statement, { authority });
    expect(set).toContain(agentKey('related-agent', 'client'));
    expect(set).toContain(agentKey('related-agent', 'user'));
    expect(set).not.toContain(agentKey('related-agent', 'authority'));
  });
  test('of a target can be added to those of the statement that refers to it', () => {
    const own = queryKeys(
      {
        actor: person('b'),
        verb,
        object: { objectType: 'StatementRef', id: 'fd41c918-b88b-4b20-a0a5-a4c32391aaa0' },
      },
      { kind: 'x' },
    );
    const together = new Set([...own, ...keys]);
    for (const key of [agentKey('agent', 'b'), agentKey('agent', 'actor'), agentKey('related-agent', 'role')])
      expect(together.has(key)).toBe(true);
    // What a dialect calls the target is not taken along: it is given by the caller only.
    expect(keys).not.toContain(queryKey('kind', 'x'));
  });
});
