// SPDX-License-Identifier: Apache-2.0
/** One statement read by a draft and by the version in force: what its new rules say, and whether it is lost. Pure but for its tallies. */
import type { NormalStatement } from '@cairn/dialects';
import {
  type CompiledPolicy,
  type CompiledRule,
  type Decider,
  EngineError,
  type Evidence,
  type NoValue,
  traceRule,
  worthOf,
} from '@cairn/engine';
import type { StoredStatement } from '@cairn/store';
import { applyRules } from '../apply-rules.ts';

export const mostExamples = 5;

export interface RuleTally {
  met: number;
  notMet: number;
  unknown: number;
  failed: number;
  evidence: number;
  readonly unknownBy: Map<string, { readonly decider: Decider; statements: number }>;
  readonly noValue: Map<NoValue, number>;
  readonly examples: Evidence[];
}
const newTally = (): RuleTally => ({
  met: 0,
  notMet: 0,
  unknown: 0,
  failed: 0,
  evidence: 0,
  unknownBy: new Map(),
  noValue: new Map(),
  examples: [],
});

export interface Lost {
  readonly statementId: string;
  readonly ruleIds: readonly string[];
  readonly subject: string | null;
}
export interface Draft {
  readonly after: CompiledPolicy;
  /** null: nothing can be lost. */
  readonly before: CompiledPolicy | null;
  /** Of rules that are not in force now. */
  readonly newDigests: ReadonlySet<string>;
}
export interface DraftReader {
  /** The evidence of the draft's new rules. */
  readonly read: (stored: StoredStatement, normal: NormalStatement) => readonly Evidence[];
  /** By rule, of the new ones. */
  readonly tallies: ReadonlyMap<string, RuleTally>;
  readonly lost: () => { readonly count: number; readonly examples: readonly Lost[] };
}

function countUnmet(tally: RuleTally, rule: CompiledRule, normal: NormalStatement, after: CompiledPolicy) {
  const { outcome, decidedBy } = traceRule(rule, normal);
  if (outcome === 'met') {
    tally.met += 1;
    const reasons = new Set(worthOf(after, rule.rule, normal).flatMap(({ noValue }) => noValue ?? []));
    for (const one of reasons) tally.noValue.set(one, (tally.noValue.get(one) ?? 0) + 1);
  } else if (outcome === 'not-met') tally.notMet += 1;
  else {
    tally.unknown += 1;
    if (!decidedBy) return;
    const by = tally.unknownBy.get(decidedBy.pointer) ?? { decider: decidedBy, statements: 0 };
    by.statements += 1;
    tally.unknownBy.set(decidedBy.pointer, by);
  }
}

export function createDraftReader({ after, before, newDigests }: Draft): DraftReader {
  const tallies = new Map<string, RuleTally>();
  const examples: Lost[] = [];
  let lost = 0;
  const tallyOf = (ruleId: string) => {
    const tally = tallies.get(ruleId) ?? newTally();
    tallies.set(ruleId, tally);
    return tally;
  };

  function count(normal: NormalStatement, pieces: readonly Evidence[], failed: ReadonlySet<string>): void {
    const byRule = new Map<string, Evidence[]>();
    for (const piece of pieces) byRule.set(piece.ruleId, [...(byRule.get(piece.ruleId) ?? []), piece]);
    for (const candidate of after.rules.candidates(normal)) {
      const { id } = candidate.rule;
      if (!newDigests.has(after.digestOf(id))) continue;
      const tally = tallyOf(id);
      const own = byRule.get(id);
      if (failed.has(id)) tally.failed += 1;
      else if (own) {
        tally.met += 1;
        tally.evidence += own.length;
        if (tally.examples.length < mostExamples && own[0]) tally.examples.push(own[0]);
      } else countUnmet(tally, candidate, normal, after);
    }
  }

  function look(normal: NormalStatement, at: Parameters<typeof applyRules>[2]): void {
    const had = before ? applyRules(before, normal, at).evidence : [];
    if (had.length === 0) return;
    lost += 1;
    const ruleIds = [...new Set(had.map(({ ruleId }) => ruleId))];
    if (examples.length < mostExamples)
      examples.push({ statementId: normal.statementId, ruleIds, subject: had[0]?.subject ?? null });
  }

  return {
    read: (stored, normal) => {
      const at = { seq: Number(stored.seq), recordedAt: stored.stored };
      const { evidence, failed } = applyRules(after, normal, at);
      count(normal, evidence, new Set(failed.map(({ ruleId }) => ruleId)));
      if (evidence.length === 0) look(normal, at);
      return evidence.filter(({ ruleId }) => newDigests.has(after.digestOf(ruleId)));
    },
    tallies,
    lost: () => ({ count: lost, examples }),
  };
}

/** What cannot be read counts for nothing now, and would not then. */
export function isUnreadable(error: unknown): boolean {
  return error instanceof EngineError && error.ruleId === null;
}
