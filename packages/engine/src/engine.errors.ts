// SPDX-License-Identifier: Apache-2.0
export type EngineErrorCode =
  'MODEL_PARAMETER_INVALID' | 'MODEL_UNKNOWN' | 'POLICY_INVALID' | 'NOT_A_NUMBER' | 'RULE_FAILED';

/** What the engine cannot go on with. Expected faults of a draft are values, see `publishFaults`. */
export class EngineError extends Error {
  readonly code: EngineErrorCode;
  /** The rule at fault, where it is one's: without it the statement can be read. */
  readonly ruleId?: string;
  constructor(code: EngineErrorCode, message: string, ruleId?: string) {
    super(message);
    this.name = 'EngineError';
    this.code = code;
    if (ruleId !== undefined) this.ruleId = ruleId;
  }
}
