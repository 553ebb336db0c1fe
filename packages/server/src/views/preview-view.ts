// SPDX-License-Identifier: Apache-2.0
/** A preview, and why a statement counts or not, as the contract says them: for the API and the command line alike. */
import type { PreviewView, WhyView } from '@cairn/api/contract';
import type { DraftFault } from '@cairn/engine';
import type { Preview, WhyStatement } from '@cairn/processor';
import { faultView } from '../drafts/read-draft.ts';

const iso = (ms: number) => new Date(ms).toISOString();
const isoOrNull = (ms: number | null) => (ms === null ? null : iso(ms));

type Reading = NonNullable<Preview['rules'][number]['reading']>;
const readingView = ({ examples, unknownBy, noValue, ...counts }: Reading) => ({
  ...counts,
  unknownBy: [...unknownBy],
  noValue: [...noValue],
  examples: examples.map((one) => ({ ...one, occurredAt: iso(one.occurredAt) })),
});

export const previewView = (preview: Preview, warnings: readonly DraftFault[]): PreviewView => ({
  ...preview,
  at: iso(preview.at),
  changes: {
    added: [...preview.changes.added],
    changed: [...preview.changes.changed],
    removed: [...preview.changes.removed],
  },
  warnings: warnings.map(faultView),
  statements: {
    ...preview.statements,
    lostExamples: preview.statements.lostExamples.map((one) => ({ ...one, ruleIds: [...one.ruleIds] })),
  },
  rules: preview.rules.map((one) => ({ ...one, reading: one.reading && readingView(one.reading) })),
  competencies: preview.competencies.map((one) => ({ ...one, examples: [...one.examples] })),
  roles: preview.roles.map((one) => ({ ...one, examples: [...one.examples] })),
});

export const whyView = ({ why, ...told }: WhyStatement): WhyView => ({
  ...told,
  stored: isoOrNull(told.stored),
  voidedAt: isoOrNull(told.voidedAt),
  subjects: [...told.subjects],
  reasons: [...(why?.reasons ?? [])],
  areCandidates: why?.areCandidates ?? false,
  rules: (why?.rules ?? []).map(({ ruleId, competencyId, outcome, decidedBy, says }) => ({
    ruleId,
    competencyId,
    outcome,
    pointer: decidedBy?.pointer ?? null,
    says,
  })),
  evidence: [...told.evidence],
});
