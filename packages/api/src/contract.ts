// SPDX-License-Identifier: Apache-2.0
/**
 * The REST contract. Requests, responses, OpenAPI document and typed client all come from these schemas.
 * Times are RFC 3339 UTC strings; scores are 0..1; texts are language maps; `null` means "not known" and is never 0.
 */
import { z } from 'zod';
import { instantSchema, textSchema } from './values.ts';

export * from './evidence-entry.ts';
export * from './person-views.ts';
export * from './policies.ts';
export * from './previews.ts';
export * from './frameworks.ts';
export * from './sources.ts';
export * from './values.ts';

export const problemSchema = z.object({
  type: z.string().meta({ description: 'URL of the page that explains this code' }),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string().meta({ description: 'Request id; also in the log' }),
  code: z.string(),
  errors: z
    .array(
      z.object({
        pointer: z.string(),
        code: z.string(),
        message: z.string(),
        line: z.int().optional().meta({ description: 'Of a draft sent as text: 1-based' }),
        column: z.int().optional(),
      }),
    )
    .optional(),
  contact: z.string().optional().meta({ description: 'Whom to turn to, if the portal named somebody' }),
});
export type Problem = z.infer<typeof problemSchema>;

export type Text = z.infer<typeof textSchema>;

export const meSchema = z.object({
  person: z
    .object({ id: z.string(), name: z.string() })
    .nullable()
    .meta({ description: 'null: the token is genuine, but nobody is known by its identifier' }),
  rights: z.array(z.string()),
  roles: z.array(z.object({ id: z.string(), title: textSchema })),
  contact: z.string().nullable(),
  policyVersion: z.string().nullable(),
});

export type Me = z.infer<typeof meSchema>;

/** Payload of the server-sent event `mastery` on GET live. Other events: `ready` (once, at the start), `ping`, `policy`, `end` (token ran out). */
export const liveEventSchema = z.object({
  person: z.string(),
  competency: z.string(),
  changedAt: instantSchema,
});
export type LiveEvent = z.infer<typeof liveEventSchema>;

// ---- administration (administrator session cookie) ----
export const sessionRequestSchema = z.strictObject({
  email: z.email().max(320),
  password: z.string().min(1).max(200),
});
export const sessionSchema = z.object({ email: z.string(), expiresAt: instantSchema });
export type SessionView = z.infer<typeof sessionSchema>;

export const activityViewSchema = z.object({
  id: z.string(),
  name: textSchema.nullable(),
  type: z.string().nullable(),
  kinds: z.array(z.string()),
  statements: z.int(),
  evidence: z.int().meta({ description: 'Pieces of evidence under the rules in force' }),
  rules: z
    .int()
    .meta({ description: 'Rules in force that name this activity; 0: none was written for it (unmapped)' }),
  firstAt: instantSchema,
  lastAt: instantSchema,
  sources: z.array(z.string()),
});

export const quarantineKindSchema = z
  .enum(['processing', 'refused'])
  .meta({ description: 'processing: stored, but could not be processed; refused: could not be stored' });
export const quarantineViewSchema = z.object({
  id: z.string(),
  kind: quarantineKindSchema,
  sourceId: z.string(),
  reason: z.object({
    code: z.string(),
    message: z.string(),
    pointer: z.string().nullable().meta({ description: 'JSON pointer into the text' }),
  }),
  since: instantSchema,
  attempts: z.int(),
  statement: z.string().meta({ description: 'Exactly as received' }),
  isCut: z.boolean().meta({ description: 'Only its beginning was kept; it cannot be tried again' }),
});

export const identifierSchema = z.union([
  z.strictObject({ mbox: z.string().startsWith('mailto:') }),
  z.strictObject({ mbox_sha1sum: z.string().regex(/^[0-9a-fA-F]{40}$/) }),
  z.strictObject({ openid: z.url() }),
  z.strictObject({ account: z.strictObject({ homePage: z.string().min(1), name: z.string().min(1) }) }),
]);
export const personRequestSchema = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/),
  name: z.string().min(1).max(200),
  team: z.string().max(100).nullable().default(null),
  roles: z.array(z.string()).max(20).default([]),
  identifiers: z
    .array(
      z.strictObject({
        actor: identifierSchema,
        from: instantSchema.nullable().default(null),
        to: instantSchema.nullable().default(null),
      }),
    )
    .max(50),
});
export const peopleRequestSchema = z.strictObject({
  teams: z
    .array(z.strictObject({ id: z.string(), name: z.string(), parent: z.string().nullable().default(null) }))
    .default([]),
  people: z.array(personRequestSchema).max(5000),
});
export const personViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  team: z.string().nullable(),
  roles: z.array(z.string()),
});

export const unresolvedViewSchema = z.object({
  identifier: z.string(),
  names: z.array(z.string()),
  statements: z.int(),
  firstAt: instantSchema,
  lastAt: instantSchema,
  sources: z.array(z.string()),
});

/**
 * What a token may ask for, and a portal be given. A person is named by id or, where the portal does not know it, by identifier in its
 * canonical form (`account:https://lms.example.org|17`); `person:*` lets a portal name anybody, and in a token stands for nobody.
 */
export const rightSchema = z
  .string()
  .regex(
    /^(self|(team|observe):[^\s]{1,100}|person:\S(.{0,498}\S)?)$/,
    '"self", "team:ID", "person:ID" or "observe:ID", each but the first also with * for the ID',
  );

/** Scheme, host and port of a page; what a browser sends as `Origin`. */
const originSchema = z.string().refine((text) => {
  try {
    const { protocol, origin } = new URL(text);
    return ['http:', 'https:'].includes(protocol) && text.replace(/\/$/, '').toLowerCase() === origin;
  } catch {
    return false;
  }
}, 'an origin like https://intranet.example.org: http or https, no path');

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
/** Where keys are published: what anybody on the way could change proves nothing, so https, or the same machine. */
export const keyAddressSchema = z
  .string()
  .max(500)
  .refine((text) => {
    if (!URL.canParse(text)) return false;
    const { protocol, hostname } = new URL(text);
    return protocol === 'https:' || (protocol === 'http:' && loopback.test(hostname));
  }, 'an https address');

export const portalTrustSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('secret') }),
    z.strictObject({ kind: z.literal('keys'), jwksUrl: keyAddressSchema }),
    z.strictObject({
      kind: z.literal('oidc'),
      issuer: keyAddressSchema.meta({ description: 'To the letter as its tokens name it' }),
      audience: z.string().min(1).max(500),
      claim: z.string().min(1).max(100).default('email').meta({ description: 'Names the person' }),
      identifier: z
        .union([z.literal('mbox'), z.strictObject({ homePage: z.url() })])
        .default('mbox')
        .meta({
          description: 'The xAPI identifier that the claim makes: a mail address, or an account there',
        }),
    }),
  ])
  .meta({
    description:
      'What proves its tokens: a secret that its server signs with, keys that it publishes, or the OpenID Connect provider',
  });

export const portalRequestSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  title: z.string().min(1).max(200),
  origins: z.array(originSchema).max(50),
  contact: z.string().max(200).nullable().default(null),
  rights: z
    .array(rightSchema)
    .min(1)
    .max(50)
    .default(['self'])
    .meta({ description: 'The most that its tokens may ask for' }),
  trust: portalTrustSchema.default({ kind: 'secret' }),
});
export const portalViewSchema = z.object({
  id: z.string(),
  title: z.string(),
  origins: z.array(z.string()),
  contact: z.string().nullable(),
  rights: z.array(z.string()),
  trust: portalTrustSchema,
  createdAt: instantSchema,
  lastUsedAt: instantSchema.nullable().meta({ description: 'To the minute' }),
  revokedAt: instantSchema.nullable(),
});
export const newPortalSchema = portalViewSchema.extend({
  secret: z.string().nullable().meta({ description: 'Shown once; null where keys prove its tokens' }),
});
const longestOverlapHours = 24 * 30;
export const rotatePortalSchema = z.strictObject({
  overlapHours: z
    .number()
    .min(0)
    .max(longestOverlapHours)
    .default(24)
    .meta({ description: 'How long the secret before stays good' }),
});
export const rotatedPortalSchema = portalViewSchema.extend({
  secret: z.string().meta({ description: 'Shown once' }),
  formerUntil: instantSchema,
});
export const testPortalSchema = z.strictObject({
  token: z.string().min(1).max(16_000).optional().meta({ description: 'One of its tokens, to be read' }),
});
export const testedPortalSchema = z.object({
  isGood: z.boolean(),
  checks: z.array(z.object({ check: z.string(), isGood: z.boolean(), detail: z.string() })),
});

export const importedSchema = z.object({ people: z.int(), teams: z.int() });
export const unlinkRequestSchema = z.strictObject({ actor: identifierSchema });
export const unlinkedSchema = z.object({
  people: z.array(z.string()).meta({ description: 'Whom it was linked to' }),
});
const ids = z.array(z.guid()).min(1).max(1000);
export const quarantineIdsSchema = z.strictObject({ ids });
export const retriedSchema = z.object({ retried: z.int().meta({ description: 'How many have left it' }) });
export const droppedSchema = z.object({ dropped: z.int() });

export const pageQuerySchema = z.strictObject({
  cursor: z
    .string()
    .regex(/^\d{1,9}$/, 'the `next` of the page before')
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const activityQuerySchema = pageQuerySchema.extend({
  unmapped: z
    .enum(['true', 'false'])
    .default('false')
    .meta({ description: 'true: only activities that no rule in force names' }),
});
const moment = z.iso.datetime({ offset: true, error: 'an instant like 2026-03-12T08:00:00Z' }).optional();
export const asOfQuerySchema = z.strictObject({
  at: moment.meta({ description: 'As of that moment in the world' }),
  known: moment.meta({ description: 'With what had been recorded by then' }),
});
export const explanationQuerySchema = asOfQuerySchema.extend({
  lang: z
    .string()
    .max(35)
    .optional()
    .meta({ description: 'Language of the sentences, like de-AT. Default: Accept-Language, else English' }),
});
export const profileQuerySchema = asOfQuerySchema.extend({ framework: z.string().max(200).optional() });
export const gapQuerySchema = asOfQuerySchema.extend({
  role: z.string().max(200).optional().meta({ description: "Default: the person's first role" }),
});
export const expiringQuerySchema = explanationQuerySchema.extend({
  role: gapQuerySchema.shape.role,
  within: z.coerce
    .number()
    .int()
    .min(0)
    .max(3660)
    .default(365)
    .meta({ description: 'Days ahead; what has run out is always told' }),
});
/** Of what takes no query: a misspelt name is said, not passed over. */
export const noQuerySchema = z.strictObject({});
export const readableQuerySchema = pageQuerySchema.extend({
  named: z
    .string()
    .trim()
    .max(100)
    .default('')
    .meta({ description: 'What a part of the name begins with; default: everybody' }),
});
export const readablePersonSchema = z.object({
  id: z.string(),
  name: z.string(),
  team: z.object({ id: z.string(), name: z.string() }).nullable(),
});
export type ReadablePerson = z.infer<typeof readablePersonSchema>;
const quarantineFilter = {
  kind: quarantineKindSchema.optional(),
  source: z.string().max(100).optional(),
};
export const quarantineQuerySchema = pageQuerySchema.extend(quarantineFilter);
export const quarantineExportQuerySchema = z.strictObject(quarantineFilter);
export const liveQuerySchema = z.strictObject({ person: z.string().max(500).default('me') });

export function page<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    next: z.string().nullable().meta({ description: 'Cursor of the next page' }),
  });
}
export type ActivityView = z.infer<typeof activityViewSchema>;
export type QuarantineView = z.infer<typeof quarantineViewSchema>;
export type UnresolvedView = z.infer<typeof unresolvedViewSchema>;
export type Page<T> = { readonly items: readonly T[]; readonly next: string | null };
