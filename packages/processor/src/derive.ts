// SPDX-License-Identifier: Apache-2.0
/**
 * Statements → evidence and dirty marks. Flow: inbox → [here] → fold. In this order, so that a crash anywhere repeats harmlessly:
 * evidence, what of it is voided, dirty marks. The caller clears the inbox flag last.
 */
import { type Dialect, dialectById, type NormalStatement } from '@cairn/dialects';
import { type CompiledPolicy, deriveEvidence, type Evidence } from '@cairn/engine';
import {
  type IdentityLink,
  type MasteryKey,
  probeActivity,
  type Seen,
  type Source,
  type Store,
  type StoredStatement,
  type Touched,
} from '@cairn/store';
import { type Statement, voidedId } from '@cairn/xapi';

/** Why one statement cannot be processed; it goes to quarantine with this. */
export interface Refusal {
  readonly statement: StoredStatement;
  readonly code: string;
  readonly message: string;
}
interface Read {
  readonly stored: StoredStatement;
  readonly normal: NormalStatement;
  readonly voids: string | null;
  readonly evidence: readonly Evidence[];
}

class Unprocessable extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

function dialectOf(source: Source | undefined, stored: StoredStatement): Dialect {
  if (!source)
    throw new Unprocessable(
      'SOURCE_UNKNOWN',
      `The source "${stored.sourceId}" is not known any more. Add it again, then retry.`,
    );
  const dialect = dialectById(source.dialect);
  if (!dialect)
    throw new Unprocessable(
      'DIALECT_UNKNOWN',
      `The source "${source.id}" has the dialect "${source.dialect}", which this Cairn does not know. Choose another, then retry.`,
    );
  return dialect;
}

function read(
  stored: StoredStatement,
  source: Source | undefined,
  policies: readonly CompiledPolicy[],
): Read {
  const dialect = dialectOf(source, stored);
  const statement = { ...(JSON.parse(stored.text) as Statement), id: stored.id };
  const dated =
    statement.timestamp === undefined
      ? { ...statement, timestamp: new Date(stored.timestamp).toISOString() }
      : statement;
  const normal = dialect.normalise(dated, {
    id: stored.sourceId,
    scaledRange: source?.scaledRange ?? '0..1',
  });
  const voids = voidedId(statement);
  return { stored, normal, voids, evidence: voids === null ? evidenceOf(normal, stored, policies) : [] };
}

/** Every policy gives its own pieces; a rule of the same content gives the same piece under each. */
function evidenceOf(
  normal: NormalStatement,
  stored: StoredStatement,
  policies: readonly CompiledPolicy[],
): readonly Evidence[] {
  const at = { seq: Number(stored.seq), recordedAt: stored.stored };
  return [
    ...new Map(
      policies.flatMap((policy) => deriveEvidence(policy, normal, at)).map((piece) => [piece.id, piece]),
    ).values(),
  ];
}

function readAll(
  statements: readonly StoredStatement[],
  sources: ReadonlyMap<string, Source>,
  policies: readonly CompiledPolicy[],
): { readonly good: readonly Read[]; readonly bad: readonly Refusal[] } {
  const good: Read[] = [];
  const bad: Refusal[] = [];
  for (const statement of statements)
    try {
      good.push(read(statement, sources.get(statement.sourceId), policies));
    } catch (error) {
      const code = error instanceof Unprocessable ? error.code : 'PROCESSING_FAILED';
      bad.push({ statement, code, message: error instanceof Error ? error.message : String(error) });
    }
  return { good, bad };
}

const subjectsOf = (touched: readonly Touched[]) => [...new Set(touched.map(({ subject }) => subject))];

/** Persons of the touched, whenever the link holds: a fold decides by date. */
async function mark(
  store: Store,
  touched: readonly Touched[],
  policies: readonly CompiledPolicy[],
  links: readonly IdentityLink[],
): Promise<void> {
  const people = new Map<string, string[]>();
  for (const { identifier, personId } of links)
    people.set(identifier, [...(people.get(identifier) ?? []), personId]);
  const keys = touched.flatMap(({ subject, competencyId }) =>
    (people.get(subject) ?? []).flatMap((personId) =>
      policies.flatMap(({ policy: { version: policyVersion }, replacements }) =>
        [competencyId, ...replacements.successors(competencyId)].map((id): MasteryKey => ({
          policyVersion,
          personId,
          competencyId: id,
        })),
      ),
    ),
  );
  await store.mastery.markDirty(keys);
}

function seenOf({ stored, normal, voids }: Read, linked: ReadonlySet<string>): Seen {
  // Neither a void nor a probe tells of anything that somebody did.
  const isTelling = voids === null && normal.activity?.id !== probeActivity;
  return {
    statementId: stored.id,
    sourceId: stored.sourceId,
    occurredAt: normal.occurredAt,
    kind: normal.kind,
    activity: isTelling ? normal.activity : null,
    unknownSubjects: isTelling ? normal.subjects.filter((subject) => !linked.has(subject)) : [],
    subjectName: normal.subjectName,
  };
}

export interface Derived {
  /** Done but for their flag. */
  readonly seen: readonly Seen[];
  readonly refused: readonly Refusal[];
}

export async function derive(
  store: Store,
  statements: readonly StoredStatement[],
  policies: readonly CompiledPolicy[],
): Promise<Derived> {
  const sources = new Map((await store.sources.list()).map((source) => [source.id, source]));
  const { good, bad } = readAll(statements, sources, policies);
  const evidence = good.flatMap((one) => one.evidence);
  await store.evidence.add(evidence);
  // After the evidence is there: a void stored before finds it here, one stored later comes through the inbox itself.
  const voidedAt = await store.inbox.voidedAt(good.map(({ stored }) => stored.id));
  const withdrawals = [
    ...good.flatMap(({ stored, voids }) =>
      voids === null ? [] : [{ statementId: voids, at: stored.stored }],
    ),
    ...[...voidedAt].map(([statementId, at]) => ({ statementId, at })),
  ];
  const withdrawn = await store.evidence.withdraw(withdrawals);
  const touched = [...evidence, ...withdrawn];
  // Read after the evidence is written, so that a link made meanwhile is seen by one side.
  const subjects = [...subjectsOf(touched), ...good.flatMap(({ normal }) => normal.subjects)];
  const links = await store.people.linksOf([...new Set(subjects)]);
  await mark(store, touched, policies, links);
  const linked = new Set(links.map(({ identifier }) => identifier));
  return { seen: good.map((one) => seenOf(one, linked)), refused: bad };
}

/** After identities were linked: marks what their evidence bears on. */
export async function markLinked(
  store: Store,
  linked: readonly IdentityLink[],
  policies: readonly CompiledPolicy[],
): Promise<void> {
  const subjects = [...new Set(linked.map(({ identifier }) => identifier))];
  await mark(
    store,
    await store.evidence.ofSubjects(subjects),
    policies,
    await store.people.linksOf(subjects),
  );
}
