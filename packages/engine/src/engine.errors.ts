// SPDX-License-Identifier: Apache-2.0
export type EngineErrorCode = 'MODEL_PARAMETER_INVALID' | 'MODEL_UNKNOWN' | 'POLICY_INVALID' | 'NOT_A_NUMBER';

/** What the engine cannot go on with. Expected faults of a draft are values, see `publishFaults`. */
export class EngineError extends Error {
  readonly code: EngineErrorCode;
  constructor(code: EngineErrorCode, message: string) {
    super(message);
    this.name = 'EngineError';
    this.code = code;
  }
}
