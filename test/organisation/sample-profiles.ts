// SPDX-License-Identifier: Apache-2.0
/** The sample organisation through the pure engine: what everybody's profile and gap come to on a day, without a database. */
import { dialectById } from '@cairn/dialects';
import {
  compilePolicy,
  type CompiledPolicy,
  deriveEvidence,
  type Evidence,
  foldMastery,
  type Gap,
  gapOf,
  type MasteryState,
  parseDraft,
  stateAt,
  unknownState,
} from '@cairn/engine';
import {
  collegeStatements,
  framework,
  mapping,
  peopleImport,
  roles,
  sampleStatements,
  sources,
  timeZone,
} from '@cairn/sample';
import { actorIdentifier, type Statement, voidedId } from '@cairn/xapi';

/** The sample's policy, parsed as the server parses it. @throws when it could not be published. */
export function samplePolicy(): CompiledPolicy {
  const parsed = parseDraft(
    { timeZone, frameworks: [framework], roles, mapping },
    sources.map(({ id }) => id),
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return compilePolicy({ ...parsed.draft, version: '1', publishedAt: 0, publishedBy: 'test' });
}

export interface SentStatement {
  readonly source: string;
  readonly statement: Statement & { readonly id: string };
}
/** Everything that the sample sends, with an id where the endpoint would give one. */
export async function allStatements(day: number): Promise<readonly SentStatement[]> {
  const streams = [
    ...sampleStatements(day),
    { source: 'harbour-college', statements: await collegeStatements(day) },
  ];
  return streams.flatMap(({ source, statements }) =>
    statements.map((one, i) => ({
      source,
      statement: { id: `${source}-${i}`, ...one } as unknown as SentStatement['statement'],
    })),
  );
}

/** Standing evidence of what was sent; what was voided has none. */
export function evidenceOf(policy: CompiledPolicy, sent: readonly SentStatement[]): readonly Evidence[] {
  const voided = new Set(sent.map(({ statement }) => voidedId(statement)));
  return sent
    .filter(({ statement }) => !voided.has(statement.id))
    .flatMap(({ source, statement }, seq) => {
      const dialect = dialectById(sources.find(({ id }) => id === source)?.dialect ?? '');
      if (!dialect) throw new Error(`${source} has no dialect`);
      const normal = dialect.normalise(statement, { id: source, scaledRange: dialect.scaledRange });
      return deriveEvidence(policy, normal, { seq, recordedAt: normal.occurredAt });
    });
}

export interface SampleProfile {
  readonly id: string;
  readonly team: string | null;
  readonly role: string | null;
  /** By competency; only what is known. */
  readonly states: ReadonlyMap<string, MasteryState>;
  /** null: has no role. */
  readonly gap: Gap | null;
}
const personOf = new Map(
  peopleImport.people.flatMap(({ id, identifiers }) =>
    identifiers.map(({ actor }) => [actorIdentifier(actor), id] as const),
  ),
);
/** null: nobody has said who that is. */
export const knownPerson = (identifier: string): string | null => personOf.get(identifier) ?? null;

function grouped<T>(all: readonly T[], keyOf: (one: T) => string | null): ReadonlyMap<string | null, T[]> {
  const groups = new Map<string | null, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

export function profilesOf(
  policy: CompiledPolicy,
  evidence: readonly Evidence[],
  at: number,
): readonly SampleProfile[] {
  const byPerson = grouped(evidence, ({ subject }) => knownPerson(subject));
  return peopleImport.people.map((person): SampleProfile => {
    const states = new Map(
      [...grouped(byPerson.get(person.id) ?? [], ({ competencyId }) => competencyId)].flatMap(
        ([id, pieces]) => {
          const context = id === null ? undefined : policy.mastery(id);
          return id !== null && context ? [[id, stateAt(foldMastery(pieces, context), at)] as const] : [];
        },
      ),
    );
    const roleId = 'roles' in person ? (person.roles[0] ?? null) : null;
    const role = policy.policy.roles.find(({ id }) => id === roleId);
    return {
      id: person.id,
      team: 'team' in person ? person.team : null,
      role: roleId,
      states,
      gap: role ? gapOf(role, policy.frameworks, (id) => states.get(id) ?? unknownState) : null,
    };
  });
}
