// SPDX-License-Identifier: Apache-2.0
export type StoreErrorCode =
  | 'MONGOD_NOT_FOUND'
  | 'MONGOD_PORT_TAKEN'
  | 'MONGOD_PASSWORD'
  | 'ALREADY_RUNNING'
  | 'SCHEMA_TOO_NEW'
  | 'SCHEMA_NOT_READY'
  | 'SOURCE_EXISTS'
  | 'SOURCE_UNKNOWN'
  | 'SOURCE_BUILT_IN'
  | 'CREDENTIAL_UNKNOWN'
  | 'WRITER_REAPED'
  | 'IDENTIFIER_TAKEN'
  | 'IDENTIFIER_UNKNOWN'
  | 'PUBLISH_IN_PROGRESS'
  | 'POLICY_UNKNOWN'
  | 'POLICY_TOO_LARGE'
  | 'PORTAL_EXISTS'
  | 'PORTAL_UNKNOWN'
  | 'PORTAL_REVOKED'
  | 'PORTAL_WITHOUT_SECRET'
  | 'PULL_UNKNOWN'
  | 'PULL_ENDPOINT'
  | 'QUARANTINE_FULL'
  | 'SECRET_KEY';

/** What the store cannot do, by a stable code. Knows nothing of HTTP. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;
  constructor(code: StoreErrorCode, message: string) {
    super(message);
    this.name = 'StoreError';
    this.code = code;
  }
}
