// SPDX-License-Identifier: Apache-2.0
/** Who calls, and what they may read. Deny by default. */
import { ProblemError } from '@cairn/lrs-adapter';
import type { Person, Session, Store } from '@cairn/store';

export interface PortalCaller {
  readonly kind: 'portal';
  /** null: the token is genuine, but nobody is known by its identifier. */
  readonly person: Person | null;
  readonly rights: readonly string[];
  readonly contact: string | null;
  /** ms since the epoch; the token's `iat`. */
  readonly issuedAt: number;
  /** ms since the epoch; the token's `exp`. */
  readonly until: number;
}
export interface AdminCaller {
  readonly kind: 'admin';
  readonly session: Session;
  readonly until: number;
}
export type Caller = PortalCaller | AdminCaller;

const nobodyKnown = () =>
  new ProblemError(
    404,
    'PERSON_UNKNOWN',
    'Nobody is known by this sign-in',
    'The portal says who you are, but no person here has that identifier yet. An administrator can add it under People.',
  );
/** The same whether the person exists or not. */
const notYours = () =>
  new ProblemError(
    403,
    'PERSON_FORBIDDEN',
    'This person is not yours to see',
    "Only they and the people who lead their team can. If you lead this team, ask the portal's administrator for the right.",
  );

/** Who the caller has been told of may be told that they are not known here. */
const namedButUnknown = () =>
  new ProblemError(
    404,
    'PERSON_UNKNOWN',
    'Nobody is known by this name',
    'You may see this person, but nobody here has that id or identifier yet. An administrator can add it under People.',
  );

export type PeopleReader = Pick<Store['people'], 'find' | 'whoIs'>;
/** By id, or by an identifier, which unlike an id has a colon. */
const named = ({ find, whoIs }: PeopleReader, name: string, at: number): Promise<Person | null> =>
  name.includes(':') ? whoIs(name, at) : find(name);

async function readableOther({ rights, issuedAt }: PortalCaller, wanted: string, people: PeopleReader) {
  const names = rights
    .flatMap((right) => (right.startsWith('person:') ? right.slice('person:'.length) : []))
    .filter((name) => name !== '*');
  if (names.length === 0 && !rights.some((right) => right.startsWith('team:'))) throw notYours();
  const person = await named(people, wanted, issuedAt);
  if (!person) throw names.includes(wanted) ? namedButUnknown() : notYours();
  if (names.includes(wanted) || names.includes(person.id)) return person;
  if (person.teamId && (rights.includes(`team:${person.teamId}`) || rights.includes('team:*'))) return person;
  // The right may name them in another way than the request does.
  const others = await Promise.all(names.map((name) => named(people, name, issuedAt)));
  if (others.some((other) => other?.id === person.id)) return person;
  throw notYours();
}

/** The same whether the person exists or not. */
const notYoursToObserve = () =>
  new ProblemError(
    403,
    'PERSON_FORBIDDEN',
    'This person is not yours to observe',
    "Only who was given the right to observe their team can enter this, and nobody of themselves. Ask the portal's administrator for the right.",
  );

/**
 * The person that something is entered of, if the caller may enter it: administrators of anybody, a portal's caller with the right
 * `observe:TEAM` of that team, but never of themselves.
 * @throws {ProblemError} PERSON_UNKNOWN, PERSON_FORBIDDEN.
 */
export async function observablePerson(
  caller: Caller,
  wanted: string,
  people: PeopleReader,
): Promise<Person> {
  if (caller.kind === 'admin') return readablePerson(caller, wanted, people);
  const { person: self, rights } = caller;
  if (!rights.some((right) => right.startsWith('observe:'))) throw notYoursToObserve();
  if (!self) throw nobodyKnown();
  const person = await people.find(wanted);
  if (!person?.teamId || person.id === self.id) throw notYoursToObserve();
  if (!rights.includes(`observe:${person.teamId}`) && !rights.includes('observe:*'))
    throw notYoursToObserve();
  return person;
}

/**
 * The person that a request speaks of, if the caller may read them.
 * @throws {ProblemError} PERSON_UNKNOWN, PERSON_FORBIDDEN.
 */
export async function readablePerson(caller: Caller, wanted: string, people: PeopleReader): Promise<Person> {
  if (caller.kind === 'admin') {
    const person = await people.find(wanted);
    if (!person) throw new ProblemError(404, 'PERSON_UNKNOWN', 'No such person', 'Nobody has this id.');
    return person;
  }
  const { person: self, rights } = caller;
  if (wanted === 'me' || wanted === self?.id) {
    if (!rights.includes('self')) throw notYours();
    if (!self) throw nobodyKnown();
    return self;
  }
  return readableOther(caller, wanted, people);
}
