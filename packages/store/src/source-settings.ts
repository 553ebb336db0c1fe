// SPDX-License-Identifier: Apache-2.0
/**
 * What a source's requests may be like beyond the standard. The words for each, its default and its range stand in
 * `sourceSettingsSchema` of @cairn/api; a test of the server holds the two together.
 */
import type { XapiVersion } from '@cairn/xapi';
import type { QuarantineLimit } from './quarantine.ts';

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
  readonly quarantineEntries: number;
  readonly quarantineMegabytes: number;
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
  quarantineEntries: 10_000,
  quarantineMegabytes: 100,
  requestsAtOnce: 2000,
};

export const quarantineLimit = ({
  quarantineEntries,
  quarantineMegabytes,
}: Pick<SourceSettings, 'quarantineEntries' | 'quarantineMegabytes'>): QuarantineLimit => ({
  entries: quarantineEntries,
  bytes: quarantineMegabytes * 1_000_000,
});
