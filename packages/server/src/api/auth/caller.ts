// SPDX-License-Identifier: Apache-2.0
/** Who calls, and what they may read. Deny by default. */
import { ProblemError } from '@cairn/lrs-adapter';
import type { Person, Session } from '@cairn/store';

export interface PortalCaller {
  readonly kind: 'portal';
  /** null: the token is genuine, but nobody is known by its identifier. */
  readonly person: Person | null;
  readonly rights: readonly string[];
  readonly contact: string | null;
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

/**
 * The person that a request speaks of, if the caller may read them.
 * @throws {ProblemError} PERSON_UNKNOWN, PERSON_FORBIDDEN.
 */
export async function readablePerson(
  caller: Caller,
  wanted: string,
  find: (id: string) => Promise<Person | null>,
): Promise<Person> {
  if (caller.kind === 'admin') {
    const person = await find(wanted);
    if (!person) throw new ProblemError(404, 'PERSON_UNKNOWN', 'No such person', 'Nobody has this id.');
    return person;
  }
  const { person: self, rights } = caller;
  if (wanted === 'me' || wanted === self?.id) {
    if (!rights.includes('self')) throw notYours();
    if (!self) throw nobodyKnown();
    return self;
  }
  if (!rights.some((right) => right.startsWith('team:'))) throw notYours();
  const person = await find(wanted);
  if (!person?.teamId || !(rights.includes(`team:${person.teamId}`) || rights.includes('team:*')))
    throw notYours();
  return person;
}

/** Teams whose people the caller may read; null = everybody. What `readablePerson` lets in, and no more. */
export function readableTeams(caller: Caller): readonly string[] | null {
  if (caller.kind === 'admin') return null;
  const teams = caller.rights.flatMap((right) => (right.startsWith('team:') ? [right.slice(5)] : []));
  return teams.includes('*') ? null : teams;
}
