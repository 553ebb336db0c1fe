// SPDX-License-Identifier: Apache-2.0
/** Whom the names in a table mean: an id of Cairn's, a mail address, an account or a whole identifier. Never a display name. */
import { holdsAt, type IdentityLink, type Store } from '@cairn/store';
import { actorIdentifier } from '@cairn/xapi';

export interface WhoWas {
  /** The person that a name meant at a moment (ms); null: nobody is known by it. */
  readonly at: (name: string, at: number) => string | null;
  /** Where the moment cannot be read: whether it ever meant anybody. */
  readonly isKnown: (name: string) => boolean;
}

const stepSize = 5000;

/** Identifiers that a name may be. */
function identifiersOf(name: string, homePage: string | undefined): readonly string[] {
  const mail = name.replace(/^mailto:/i, '');
  return [
    ...(mail.includes('@') ? [actorIdentifier({ mbox: `mailto:${mail}` })] : []),
    ...(homePage === undefined ? [] : [actorIdentifier({ account: { homePage, name } })]),
    ...(/^(mbox|sha1|openid|account):/.test(name) ? [name] : []),
  ].filter((one) => one !== null);
}

/** Reads them all at once. `homePage`: of the accounts that are meant. */
export async function findPeople(
  { people }: Store,
  names: readonly string[],
  homePage?: string,
): Promise<WhoWas> {
  const ids = new Set<string>();
  const links = new Map<string, IdentityLink[]>();
  const distinct = [...new Set(names)];
  for (let from = 0; from < distinct.length; from += stepSize) {
    const some = distinct.slice(from, from + stepSize);
    for (const { id } of await people.findMany(some)) ids.add(id);
    for (const link of await people.linksOf(some.flatMap((name) => identifiersOf(name, homePage))))
      links.set(link.identifier, [...(links.get(link.identifier) ?? []), link]);
  }
  const linksOf = (name: string) => identifiersOf(name, homePage).flatMap((one) => links.get(one) ?? []);
  return {
    at: (name, at) => {
      if (ids.has(name)) return name;
      const held = linksOf(name).filter((link) => holdsAt(link, at));
      const [personId, ...others] = new Set(held.map((link) => link.personId));
      // Two persons by two readings of one name: nobody can tell.
      return others.length > 0 ? null : (personId ?? null);
    },
    isKnown: (name) => ids.has(name) || linksOf(name).length > 0,
  };
}
