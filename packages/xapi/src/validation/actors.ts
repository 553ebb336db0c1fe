// SPDX-License-Identifier: Apache-2.0
/** Agents and Groups (xAPI 1.0.3 Data 2.4.2): exactly one identifier for an Agent, one or members for a Group. */
import {
  anyText,
  arrayOf,
  at,
  type Check,
  type Checking,
  constant,
  has,
  isObject,
  note,
  object,
} from './checks.ts';
import { iri, mbox, sha1Hex } from './values.ts';

const rule = 'Data 2.4.2';
export const identifierKeys = ['mbox', 'mbox_sha1sum', 'openid', 'account'] as const;

const account = object({
  required: { homePage: iri('Data 2.4.2.4'), name: anyText('Data 2.4.2.4') },
  rule: 'Data 2.4.2.4',
});
const identity = { name: anyText(rule), mbox, mbox_sha1sum: sha1Hex, openid: iri(rule), account };

function oneIdentifier(
  value: Readonly<Record<string, unknown>>,
  pointer: string,
  checking: Checking,
  atLeast: number,
): void {
  const found = identifierKeys.filter((key) => has(value, key));
  if (found.length > 1)
    note(
      checking,
      pointer,
      'SEVERAL_IDENTIFIERS',
      `Has ${found.join(' and ')}. Send exactly one of them.`,
      rule,
    );
  else if (found.length < atLeast)
    note(
      checking,
      pointer,
      'IDENTIFIER_MISSING',
      'Send exactly one of mbox, mbox_sha1sum, openid, account.',
      rule,
    );
}

const agentShape = object({ optional: { objectType: constant(['Agent'], rule), ...identity }, rule });
export const agent: Check = (value, pointer, checking) => {
  agentShape(value, pointer, checking);
  if (isObject(value)) oneIdentifier(value, pointer, checking, 1);
};

const groupShape = object({
  required: { objectType: constant(['Group'], rule) },
  optional: { ...identity, member: arrayOf(agent, rule) },
  rule,
});
/** `member: []` names nobody: refused where the members are all that a group has, taken where it has an identifier. */
export const group: Check = (value, pointer, checking) => {
  groupShape(value, pointer, checking);
  if (!isObject(value)) return;
  const isIdentified = identifierKeys.some((key) => has(value, key));
  oneIdentifier(value, pointer, checking, 0);
  const { member } = value;
  if (!isIdentified && !(Array.isArray(member) && member.length > 0))
    note(
      checking,
      at(pointer, 'member'),
      'MEMBERS_MISSING',
      'A group without an identifier must name its members.',
      rule,
    );
};

export const actor: Check = (value, pointer, checking) =>
  (isObject(value) && value['objectType'] === 'Group' ? group : agent)(value, pointer, checking);

const contextActorRule = 'xAPI 2.0.0 Context';
const contextActor = (key: 'agent' | 'group', check: Check, kind: string): Check =>
  arrayOf(
    object({
      required: { objectType: constant([kind], contextActorRule), [key]: check },
      optional: { relevantTypes: arrayOf(iri(contextActorRule), contextActorRule, 1) },
      rule: contextActorRule,
    }),
    contextActorRule,
  );
export const contextAgents: Check = contextActor('agent', agent, 'contextAgent');
export const contextGroups: Check = contextActor('group', group, 'contextGroup');

/** The store's word on who vouches: an Agent, or for OAuth a Group of two (Data 2.4.9). */
export const authority: Check = (value, pointer, checking) => {
  actor(value, pointer, checking);
  if (!isObject(value) || value['objectType'] !== 'Group') return;
  const { member } = value;
  if (!Array.isArray(member) || member.length !== 2 || identifierKeys.some((key) => has(value, key)))
    note(
      checking,
      pointer,
      'AUTHORITY_GROUP',
      'As an authority, a group must be anonymous and have exactly two members.',
      'Data 2.4.9',
    );
};
