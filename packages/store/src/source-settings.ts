// SPDX-License-Identifier: Apache-2.0
/**
 * What a source's requests may be like beyond the standard. The words for each, its default and its range stand in
 * `sourceSettingsSchema` of @cairn/api; a test of the server holds the two together.
 */
import type { XapiVersion } from '@cairn/xapi';

export interface SourceSettings {
  readonly assumedVersion: XapiVersion | null;
  readonly acceptsEmptyBatch: boolean;
  readonly acceptsChangedTimestamp: boolean;
  readonly derivesIds: boolean;
  readonly splitsBatches: boolean;
  readonly trustsAuthority: boolean;
  /** Canonical identifiers; empty: any. */
  readonly authorities: readonly string[];
  readonly unwrapsRecords: boolean;
  readonly putsWithoutId: boolean;
  readonly requestsPerSecond: number;
  readonly requestsAtOnce: number;
}

/** The standard's own rules and nothing beyond them. */
export const strictSettings: SourceSettings = {
  assumedVersion: null,
  acceptsEmptyBatch: false,
  acceptsChangedTimestamp: true,
  derivesIds: false,
  splitsBatches: false,
  trustsAuthority: false,
  authorities: [],
  unwrapsRecords: false,
  putsWithoutId: false,
  requestsPerSecond: 10_000,
  requestsAtOnce: 2000,
};
