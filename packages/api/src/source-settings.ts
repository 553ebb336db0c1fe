// SPDX-License-Identifier: Apache-2.0
/**
 * What a source's requests may be like beyond the standard: the one place that says each setting's meaning, range and default. The
 * API, `cairn source add --set` and the table in the guide come from here.
 */
import { z } from 'zod';

const settings = {
  assumedVersion: z.enum(['1.0.3', '2.0.0']).nullable().meta({
    description: 'xAPI version of a request without version header; null: such a request is refused',
  }),
  acceptsEmptyBatch: z
    .boolean()
    .meta({ description: 'An empty array is answered with 200 and an empty array; false: it is refused' }),
  acceptsChangedTimestamp: z.boolean().meta({
    description:
      'A resend with another timestamp is the same statement, as the standard has it; false: it is a conflict',
  }),
  derivesIds: z.boolean().meta({
    description:
      'A statement without id gets one made from its content, so that a resend is known; false: a new one each time',
  }),
  splitsBatches: z.boolean().meta({
    description:
      'The good part of a request is stored and the rest waits in quarantine; false: all or nothing, as the standard has it',
  }),
  trustsAuthority: z.boolean().meta({
    description:
      'The authority that a statement brings stands; false: it is the source’s own, and what was sent stays in the text',
  }),
  authorities: z.array(z.string().min(1).max(2000)).max(100).meta({
    description:
      'With trustsAuthority: only these, as canonical identifiers (`mbox:…`, `sha1:…`, `openid:…`, `account:homePage|name`); empty: any',
  }),
  unwrapsRecords: z
    .boolean()
    .meta({ description: 'A record around the statement (Learning Locker’s “full document”) is taken off' }),
  putsWithoutId: z
    .boolean()
    .meta({ description: 'PUT needs no statementId in the address when the statement has its id' }),
  requestsPerSecond: z.int().min(1).max(100_000).meta({
    description:
      'What each process takes of this source in a second; more is answered with 429 and `Retry-After`',
  }),
  quarantineEntries: z.int().min(1).max(1_000_000).meta({
    description:
      'So much of what could not be stored may wait in quarantine; then a push is answered with 503, and a pull waits, until there is room',
  }),
  quarantineMegabytes: z.int().min(1).max(100_000).meta({
    description: 'The same, by the length of the texts together',
  }),
  requestsAtOnce: z.int().min(1).max(100_000).meta({
    description:
      'Requests of this source under way in each process at the same time; more is answered with 429 and `Retry-After`',
  }),
};

/** Changes to settings: what is left out stays. */
export const sourceSettingsChangesSchema = z.strictObject(settings).partial();

/** All of them; by default the standard's own rules and nothing beyond. */
export const sourceSettingsSchema = z.strictObject({
  assumedVersion: settings.assumedVersion.default(null),
  acceptsEmptyBatch: settings.acceptsEmptyBatch.default(false),
  acceptsChangedTimestamp: settings.acceptsChangedTimestamp.default(true),
  derivesIds: settings.derivesIds.default(false),
  splitsBatches: settings.splitsBatches.default(false),
  trustsAuthority: settings.trustsAuthority.default(false),
  authorities: settings.authorities.default([]),
  unwrapsRecords: settings.unwrapsRecords.default(false),
  putsWithoutId: settings.putsWithoutId.default(false),
  requestsPerSecond: settings.requestsPerSecond.default(10_000),
  quarantineEntries: settings.quarantineEntries.default(10_000),
  quarantineMegabytes: settings.quarantineMegabytes.default(100),
  requestsAtOnce: settings.requestsAtOnce.default(2000),
});
