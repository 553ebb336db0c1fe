// SPDX-License-Identifier: Apache-2.0
/** Normal statement → evidence by one policy. A rule that cannot be applied gives nothing, and is named; the others go on. Pure. */
import type { NormalStatement } from '@cairn/dialects';
import { type CompiledPolicy, deriveEvidence, EngineError, type Evidence } from '@cairn/engine';

export interface FailedRule {
  readonly version: string;
  readonly ruleId: string;
  readonly reason: string;
}
export interface Applied {
  readonly evidence: readonly Evidence[];
  readonly failed: readonly FailedRule[];
}

const without = (policy: CompiledPolicy, failed: readonly FailedRule[]): CompiledPolicy => ({
  ...policy,
  rules: {
    ...policy.rules,
    candidates: (statement) =>
      policy.rules
        .candidates(statement)
        .filter(({ rule }) => !failed.some(({ ruleId }) => ruleId === rule.id)),
  },
});

/** @throws {EngineError} that no rule is at fault for. */
export function applyRules(
  policy: CompiledPolicy,
  normal: NormalStatement,
  stored: { readonly seq: number; readonly recordedAt: number },
): Applied {
  const failed: FailedRule[] = [];
  for (;;)
    try {
      const evidence = deriveEvidence(failed.length > 0 ? without(policy, failed) : policy, normal, stored);
      return { evidence, failed };
    } catch (error) {
      if (!(error instanceof EngineError) || error.ruleId === null) throw error;
      const { ruleId, code, message } = error;
      if (failed.some((one) => one.ruleId === ruleId)) throw error;
      failed.push({ version: policy.policy.version, ruleId, reason: `${code}: ${message}` });
    }
}
