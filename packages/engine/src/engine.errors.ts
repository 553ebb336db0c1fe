// SPDX-License-Identifier: Apache-2.0
export type EngineErrorCode =
  | 'MODEL_PARAMETER_INVALID'
  | 'MODEL_UNKNOWN'
  | 'POLICY_INVALID'
  | 'NOT_A_NUMBER'
  | 'RULE_FAILED'
  | 'RULE_OVER_BUDGET';

/** What the engine cannot go on with. Expected faults of a draft are values, see `publishFaults`. */
export class EngineError extends Error {
  readonly code: EngineErrorCode;
  /** Of RULE_FAILED and RULE_OVER_BUDGET: the rule to be switched off; null of all others. */
  readonly ruleId: string | null;
  constructor(
    code: EngineErrorCode,
    message: string,
    more: { readonly ruleId?: string; readonly cause?: unknown } = {},
  ) {
    super(message, 'cause' in more ? { cause: more.cause } : {});
    this.name = 'EngineError';
    this.code = code;
    this.ruleId = more.ruleId ?? null;
  }
}
