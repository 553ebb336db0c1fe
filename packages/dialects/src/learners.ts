// SPDX-License-Identifier: Apache-2.0
/**
 * Who the learner is when that is not the actor: named by the TLA extension `learner` (Master Object Model, ADL 2021), or the
 * object of a statement by which one person judges another. Flow: statement → [here] → subjects.
 */
import { type Account, type Actor, actorIdentifier, actorIdentifiers, type Statement } from '@cairn/xapi';
import type { NormalStatement } from './dialect.types.ts';
import { wordOf } from './words.ts';

const learnerExtension = 'https://w3id.org/xapi/tla/extensions/learner';

/** By these one person says something of another, who is then the object. */
const judgingVerbs: ReadonlySet<string> = new Set([
  'assessed',
  'evaluated',
  'observed',
  'validated',
  'verified',
  'conferred',
  'certified',
  'qualified',
  'revoked',
]);

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
const textOf = (value: unknown, name: string): string | undefined => {
  const text = fieldOf(value, name);
  return typeof text === 'string' ? text : undefined;
};

function accountOf(value: unknown): Account | undefined {
  const account = fieldOf(value, 'account');
  const homePage = textOf(account, 'homePage');
  const name = textOf(account, 'name');
  return homePage === undefined || name === undefined ? undefined : { homePage, name };
}

/** An extension may hold anything: what is there of an Agent. A bare text is one when it is a mail address. */
function agentOf(value: unknown): Actor {
  if (typeof value === 'string') return /^mailto:./i.test(value) ? { mbox: value } : {};
  const [name, mbox, sum, openid] = ['name', 'mbox', 'mbox_sha1sum', 'openid'].map((key) =>
    textOf(value, key),
  );
  const account = accountOf(value);
  return {
    ...(name === undefined ? {} : { name }),
    ...(mbox === undefined ? {} : { mbox }),
    ...(sum === undefined ? {} : { mbox_sha1sum: sum }),
    ...(openid === undefined ? {} : { openid }),
    ...(account === undefined ? {} : { account }),
  };
}

function actorOf(value: unknown): Actor {
  if (textOf(value, 'objectType') !== 'Group') return agentOf(value);
  const member = fieldOf(value, 'member');
  return {
    ...agentOf(value),
    objectType: 'Group',
    ...(Array.isArray(member) ? { member: member.map(agentOf) } : {}),
  };
}

/** null: nobody is named. */
function namedBy({ context }: Statement, extension: string): readonly Actor[] | null {
  const named = context?.extensions?.[extension];
  if (named === undefined || named === null) return null;
  return Array.isArray(named) ? named.map(actorOf) : [actorOf(named)];
}

function learnersOf(statement: Statement): readonly Actor[] {
  const { actor, verb, object } = statement;
  const named = namedBy(statement, learnerExtension);
  if (named) return named;
  if ((object.objectType === 'Agent' || object.objectType === 'Group') && judgingVerbs.has(wordOf(verb.id)))
    return [object];
  return [actor];
}

type Learners = Pick<NormalStatement, 'subjects' | 'subjectName' | 'instructor'>;

function read({ actor, context }: Statement, learners: readonly Actor[]): Learners {
  const subjects = [...new Set(learners.flatMap(actorIdentifiers))];
  const [only] = learners;
  const judge = actorIdentifier(actor);
  const isJudged = judge !== null && only !== actor && !subjects.includes(judge);
  return {
    subjects,
    subjectName: learners.length === 1 && only?.objectType !== 'Group' ? (only?.name ?? null) : null,
    instructor: context?.instructor ? actorIdentifier(context.instructor) : isJudged ? judge : null,
  };
}

/** Subjects, their name when there is exactly one, and who judged. `instructor` of the context wins over the actor. */
export const readLearners = (statement: Statement): Learners => read(statement, learnersOf(statement));

/** The same, where a sender names the learner in an extension of its own; {}: this statement names none there. */
export function learnerNamedBy(statement: Statement, extension: string): Partial<Learners> {
  const named = namedBy(statement, extension);
  return named ? read(statement, named) : {};
}
