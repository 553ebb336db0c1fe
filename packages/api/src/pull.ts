// SPDX-License-Identifier: Apache-2.0
/**
 * Pulling statements from somebody else's LRS: the one place that says each setting's meaning, range and default. The API,
 * `cairn source pull --set` and the table in the guide come from here.
 */
import { z } from 'zod';
import { sourceFiguresSchema } from './figures.ts';

const instant = z.iso.datetime().meta({ description: 'RFC 3339, UTC' });
const remoteAddress = z
  .url({ protocol: /^https?$/, error: 'a web address: https://lrs.example.org/xapi' })
  .max(2000)
  .refine((address) => !/^[a-z]+:\/\/[^/?#]*@/i.test(address), 'without a name or password in it')
  .refine((address) => !/[?#]/.test(address), 'without ? and #');
const iri = z
  .string()
  .regex(/^[a-z][a-z0-9+.-]*:\S+$/i, 'an IRI')
  .max(2000);

const settings = {
  endpoint: remoteAddress.meta({
    description: 'Address of the remote’s xAPI endpoint, which `/statements` is added to',
  }),
  version: z.enum(['1.0.3', '2.0.0']).meta({ description: 'xAPI version that it is asked in' }),
  schedule: z.string().min(1).max(100).meta({
    description: 'When it is asked: cron with five fields, or six with the seconds first; times are UTC',
  }),
  follows: z.boolean().meta({
    description:
      'Between those times it is asked again: a second after it had news, then ever more seldom, up to a minute',
  }),
  overlapSeconds: z.int().min(1).max(86_400).meta({
    description:
      'How far each question reaches back before the last; longer than the remote’s longest insert',
  }),
  pageSize: z.int().min(1).max(5000).meta({ description: 'Statements asked for at once' }),
  requestsPerMinute: z
    .int()
    .min(1)
    .max(6000)
    .nullable()
    .meta({ description: 'At most; null: as fast as it answers' }),
  attachments: z.boolean().meta({ description: 'Contents of attachments are fetched too' }),
  since: z.iso.datetime({ offset: true }).nullable().meta({
    description: 'Only what was stored after it; null: from the beginning. Another value begins anew',
  }),
  verbs: z.array(iri).max(20).meta({
    description: 'Only statements with these verbs, and voids; empty: any. Another value begins anew',
  }),
  activity: iri.nullable().meta({
    description: 'Only statements about this activity, and voids; null: any. Another value begins anew',
  }),
  orderedBy: z.enum(['stored', 'timestamp']).meta({
    description:
      'What the remote means by `since` and its order; `timestamp` for Ralph, which knows no other',
  }),
  reconcileDays: z.int().min(0).max(366).meta({
    description: 'Once a day it is asked for so many days again, to find what came late; 0: never',
  }),
  certificate: z
    .string()
    .includes('-----BEGIN CERTIFICATE-----')
    .max(100_000)
    .nullable()
    .meta({ description: 'PEM of who signed its certificate; null: the authorities that Node knows' }),
  checksCertificate: z.boolean().meta({
    description: 'false: any certificate is taken; whoever sits between can read the credentials',
  }),
};

/** All of them, with what is usual. */
export const pullSettingsSchema = z.strictObject({
  endpoint: settings.endpoint,
  version: settings.version.default('1.0.3'),
  schedule: settings.schedule.default('* * * * *'),
  follows: settings.follows.default(true),
  overlapSeconds: settings.overlapSeconds.default(60),
  pageSize: settings.pageSize.default(500),
  requestsPerMinute: settings.requestsPerMinute.default(null),
  attachments: settings.attachments.default(true),
  since: settings.since.default(null),
  verbs: settings.verbs.default([]),
  activity: settings.activity.default(null),
  orderedBy: settings.orderedBy.default('stored'),
  reconcileDays: settings.reconcileDays.default(2),
  certificate: settings.certificate.default(null),
  checksCertificate: settings.checksCertificate.default(true),
});

const headerText = z
  .string()
  .min(1)
  .max(8000)
  .regex(/^[^\r\n]+$/, 'one line');
/** What is left out stays. Credentials and proxy are kept sealed and never shown again. */
export const pullRequestSchema = z
  .strictObject({
    ...settings,
    credentials: z
      .union([z.strictObject({ key: headerText, secret: headerText }), z.strictObject({ token: headerText })])
      .nullable()
      .meta({ description: 'Key and secret for HTTP Basic, or a bearer token; null: none' }),
    proxy: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .nullable()
      .meta({ description: 'Address of an HTTP proxy, with name and password if it wants them; null: none' }),
  })
  .partial();
export const pullNowSchema = z.strictObject({
  since: settings.since.optional().meta({ description: 'Begin anew from there; null: from the beginning' }),
});

export const pullViewSchema = z.object({
  settings: pullSettingsSchema,
  state: z.enum(['waiting', 'running', 'failing', 'stopped', 'paused']).meta({
    description:
      'failing: tried again by itself; stopped: the remote refuses until an operator has mended it',
  }),
  lagSeconds: z.number().nullable().meta({
    description: 'How long ago all that the remote had was here; null: nothing has been read yet',
  }),
  cursor: instant.nullable().meta({ description: 'By the remote’s clock: before it, all is here' }),
  lastSuccessAt: instant.nullable(),
  lastError: z.object({ code: z.string(), message: z.string(), at: instant }).nullable(),
  failures: z.int().meta({ description: 'In a row' }),
  nextAt: instant.nullable().meta({ description: 'null: not until it is resumed' }),
  skewSeconds: z.number().nullable().meta({ description: 'The remote’s clock minus ours' }),
  backfill: z
    .object({
      startedAt: instant,
      endedAt: instant.nullable(),
      statements: z.int(),
      share: z.number().min(0).max(1).nullable(),
      secondsLeft: z.int().nullable(),
    })
    .meta({ description: 'The way from the beginning; an estimate, as if statements lay evenly in time' }),
  counts: z.object({
    stored: z.int(),
    duplicates: z.int(),
    conflicts: z.int(),
    quarantined: z.int(),
    late: z.int(),
    pages: z.int(),
    bytes: z.number(),
  }),
  lately: sourceFiguresSchema.nullable().meta({
    description:
      'Yesterday and today, in UTC: pages asked for and stored, and why some were not; null: nothing was asked',
  }),
});
export type PullView = z.infer<typeof pullViewSchema>;
