// SPDX-License-Identifier: Apache-2.0
/**
 * What rules are known by. A rule has one digest for what it reads, and its evidence carries one for what made it; both are the
 * same, unless the rule takes the competency from the statement: then a piece stands on its own competency only, so that another
 * one in the framework changes nothing of it, while the rule has to look again at what it could not place before.
 */
import type { FrameworkIndex } from '@cairn/frameworks';
import { digest } from '../digest.ts';
import { EngineError } from '../engine.errors.ts';
import type { Evidence } from '../evidence.types.ts';
import { templatesNamed } from '../mapping/named-activities.ts';
import { isOfStatement, namedContent, type NameIndex } from '../mapping/named-competency.ts';
import type { Rule } from '../mapping/mapping-rule.schema.ts';
import { conditionOf, templatesOf } from '../mapping/rule-index.ts';
import type { Policy } from '../policy.types.ts';

export interface RuleDigests {
  /** Of what a rule reads; '' = it is not in force. */
  readonly digestOf: (ruleId: string) => string;
  readonly digestsInForce: readonly string[];
  /** Of what made a piece; '' = the rule is not in force, or is not for that competency. */
  readonly digestOfPiece: (ruleId: string, competencyId: string) => string;
  /** Of what made a rule's pieces, whatever they are of. */
  readonly digestsOfPieces: (ruleId: string) => readonly string[];
  /** The rule in force that made a piece. */
  readonly ruleOf: (piece: Pick<Evidence, 'ruleDigest' | 'competencyId'>) => Rule | undefined;
}

interface Surroundings {
  readonly policy: Policy;
  readonly frameworks: FrameworkIndex;
  readonly names: NameIndex;
  readonly revision: number;
}

/**
 * Of all that decides the evidence of a rule: not its title, but the validity of its competency and the zone in which days end.
 * Not the dialects: a piece names the one that read its statement, so that raising one leaves the evidence of all others.
 */
function ruleDigest(
  { title: _title, ...content }: Rule,
  of: { readonly validFor?: string | undefined; readonly named?: unknown },
  { policy, revision }: Surroundings,
): string {
  const named = templatesNamed(conditionOf(content));
  const templateOf = templatesOf(named.length > 0 ? policy.mapping.profiles : []);
  return digest({
    evidenceRevision: revision,
    content,
    // undefined where none is named, and so no part of the digest.
    templates: named.length > 0 ? named.map(templateOf) : undefined,
    ...of,
    timeZone: policy.timeZone,
  });
}

function digestOfRule(rule: Rule, around: Surroundings, namesDigest: () => string): string {
  if (isOfStatement(rule)) return ruleDigest(rule, { named: namesDigest() }, around);
  const found = around.frameworks.find(rule.competency);
  if (!found)
    throw new EngineError('POLICY_INVALID', `Rule ${rule.id}: there is no competency ${rule.competency}.`);
  return ruleDigest(rule, { validFor: found.competency.validFor }, around);
}

/** @throws {EngineError} POLICY_INVALID for a rule of an unknown competency. */
export function digestRules(rules: readonly Rule[], around: Surroundings): RuleDigests {
  const { frameworks, names } = around;
  let ofNames: string | undefined;
  const namesDigest = () => (ofNames ??= digest(names.content()));
  const digests = new Map(rules.map((rule) => [rule.id, digestOfRule(rule, around, namesDigest)]));
  const byDigest = new Map(
    rules.flatMap((rule) => (isOfStatement(rule) ? [] : [[digests.get(rule.id) ?? '', rule] as const])),
  );
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const ofStatement = rules.filter(isOfStatement);
  // A framework may have very many competencies, of which few are ever named.
  const known = new Map<string, ReadonlyMap<string, string>>();
  const ofCompetency = (id: string): ReadonlyMap<string, string> => {
    const there = known.get(id);
    if (there) return there;
    const found = frameworks.find(id);
    const isNamed = found !== undefined && found.competency.kind !== 'group';
    const own = new Map(
      ofStatement.map((rule) => [
        rule.id,
        isNamed ? ruleDigest(rule, { named: namedContent(found) }, around) : '',
      ]),
    );
    known.set(id, own);
    return own;
  };
  const digestOf = (ruleId: string) => digests.get(ruleId) ?? '';
  const digestOfPiece = (ruleId: string, competencyId: string) => {
    const rule = byId.get(ruleId);
    if (!rule) return '';
    if (isOfStatement(rule)) return ofCompetency(competencyId).get(ruleId) ?? '';
    return rule.competency === competencyId ? digestOf(ruleId) : '';
  };
  return {
    digestOf,
    digestsInForce: [...digests.values()],
    digestOfPiece,
    digestsOfPieces: (ruleId) => {
      const rule = byId.get(ruleId);
      if (!rule) return [];
      return isOfStatement(rule)
        ? frameworks.competencies.map(({ competency }) => digestOfPiece(ruleId, competency.id))
        : [digestOf(ruleId)];
    },
    ruleOf: ({ ruleDigest: wanted, competencyId }) =>
      byDigest.get(wanted) ?? ofStatement.find(({ id }) => digestOfPiece(id, competencyId) === wanted),
  };
}
