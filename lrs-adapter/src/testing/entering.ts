// SPDX-License-Identifier: Apache-2.0
/** For tests of what is entered: a policy, people, and what the processor would make of the stored statements. */
import { dialectById } from '@cairn/dialects';
import {
  type CompiledPolicy,
  compilePolicy,
  deriveEvidence,
  type Evidence,
  foldMastery,
  mappingSchema,
  type MasteryState,
  stateAt,
} from '@cairn/engine';
import { frameworkSchema } from '@cairn/frameworks';
import type { Store } from '@cairn/store';
import { type Statement, voidedId } from '@cairn/xapi';
import type { Entry } from '../index.ts';

const en = (text: string) => ({ en: text });
const competency = (id: string, more: object = {}) => ({
  id,
  code: id.toUpperCase(),
  label: { en: `The ${id}`, de: `Das ${id}` },
  statement: en(id),
  kind: 'skill',
  ...more,
});

export function policyOf(frameworks: readonly object[] = [framework]): CompiledPolicy {
  return compilePolicy({
    version: '1',
    publishedAt: 0,
    publishedBy: 'test',
    timeZone: 'Europe/Berlin',
    frameworks: frameworks.map((one) => frameworkSchema.parse(one)),
    roles: [],
    mapping: mappingSchema.parse({ title: en('M'), rules: [] }),
    // Published before there was a dialect for entries.
    dialects: { generic: 1 },
  });
}
export const framework = {
  id: 'port',
  title: en('Port'),
  version: '1',
  scale: 's',
  scales: [
    {
      id: 's',
      name: en('S'),
      levels: [0.3, 0.5, 0.7, 0.9].map((minScore, i) => ({
        id: `L${i + 1}`,
        rank: i + 1,
        name: en(`L${i + 1}`),
        proficient: i >= 2,
        minScore,
      })),
    },
    {
      id: 'plain',
      name: en('P'),
      levels: [{ id: 'held', rank: 1, name: en('Held'), proficient: true }],
    },
  ],
  competencies: [
    competency('gangway', { uri: 'https://port.example/gangway' }),
    competency('crane', { validFor: 'P12M' }),
    competency('radio', { scale: 'plain' }),
    competency('deck', { kind: 'group' }),
  ],
};

export const day = (text: string): number => Date.parse(`${text}T10:00:00Z`);
export const entry = (more: Partial<Entry> = {}): Entry => ({
  personId: 'ann',
  competencyId: 'gangway',
  kind: 'observation',
  level: 'L3',
  value: null,
  isShown: true,
  occurredAt: day('2026-03-01'),
  expiresAt: null,
  assessor: 'Marta Lindqvist',
  issuer: null,
  reference: null,
  note: null,
  ...more,
});
export const person = (id: string, identifiers: readonly string[] = []) => ({
  id,
  name: id,
  teamId: null,
  roleIds: [],
  identifiers: identifiers.map((identifier) => ({ identifier, from: null, to: null })),
});

/** Evidence of all that is stored, by the dialect of its source; what was voided is withdrawn. */
export async function evidenceIn(store: Store, policy: CompiledPolicy): Promise<readonly Evidence[]> {
  const sources = new Map((await store.sources.list()).map((source) => [source.id, source]));
  const pieces: Evidence[] = [];
  for await (const { id, text, sourceId, seq, stored, voided } of store.statements.query({
    limit: 1000,
    ascending: true,
    withVoided: true,
  })) {
    const source = sources.get(sourceId);
    const statement = { ...(JSON.parse(text) as Statement), id };
    if (!source || voidedId(statement) !== null) continue;
    const normal = dialectById(source.dialect)?.normalise(statement, source);
    if (!normal) throw new Error('no dialect');
    for (const piece of deriveEvidence(policy, normal, { seq: Number(seq), recordedAt: stored }))
      pieces.push({ ...piece, withdrawnAt: voided ? stored : null });
  }
  return pieces;
}
export async function stateOf(
  store: Store,
  policy: CompiledPolicy,
  {
    competencyId,
    at,
    subject,
  }: { readonly competencyId: string; readonly at: number; readonly subject: string },
): Promise<MasteryState> {
  const context = policy.mastery(competencyId);
  if (!context) throw new Error('no competency');
  const evidence = (await evidenceIn(store, policy)).filter(
    (one) => one.competencyId === competencyId && one.subject === subject,
  );
  return stateAt(foldMastery(evidence, context), at);
}
