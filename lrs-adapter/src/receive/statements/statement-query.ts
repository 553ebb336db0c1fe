// SPDX-License-Identifier: Apache-2.0
/** Parameters of GET /statements (xAPI 1.0.3 Communication 2.1.3) → what the store is asked. */
import type { StatementQuery } from '@cairn/store';
import {
  type Actor,
  actorIdentifier,
  isUuid,
  parseTimestamp,
  queryKey,
  validateStatement,
} from '@cairn/xapi';
import { z } from 'zod';
import { maxPage } from '../../limits.ts';
import { ProblemError } from '../../problem-error.ts';

const uuid = z
  .string()
  .refine(isUuid, 'must be a UUID')
  .transform((id) => id.toLowerCase());
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const moment = z.string().transform((text, context) => {
  const at = parseTimestamp(text);
  if (at === null) context.addIssue({ code: 'custom', message: 'must be an ISO 8601 timestamp' });
  return at ?? 0;
});
const agent = z.string().transform((text, context): string => {
  try {
    const value = JSON.parse(text) as Actor;
    const faults = validateStatement({
      actor: value,
      verb: { id: 'http://x.y/' },
      object: { id: 'http://x.y/' },
    });
    const identifier = faults.length === 0 ? actorIdentifier(value) : null;
    if (identifier !== null) return identifier;
  } catch {
    // Said below: it is no agent either way.
  }
  context.addIssue({
    code: 'custom',
    message: 'must be a JSON agent or identified group like {"mbox":"mailto:ann@example.org"}',
  });
  return z.NEVER;
});

const single = z.strictObject({
  statementId: uuid.optional(),
  voidedStatementId: uuid.optional(),
  format: z.enum(['exact', 'ids']).optional(),
  attachments: flag.optional(),
});
const list = z.strictObject({
  agent: agent.optional(),
  verb: z.url().optional(),
  activity: z.url().optional(),
  registration: uuid.optional(),
  related_activities: flag.default(false),
  related_agents: flag.default(false),
  since: moment.optional(),
  until: moment.optional(),
  limit: z.coerce.number().int().min(0).default(0),
  format: z.enum(['exact', 'ids']).default('exact'),
  attachments: flag.default(false),
  ascending: flag.default(false),
  /** Ours, in `more`: the seq of the last statement of the page before. */
  after: z
    .string()
    .regex(/^\d{1,19}$/)
    .optional(),
});

function parse<T extends z.ZodType>(schema: T, query: unknown): z.output<T> {
  const result = schema.safeParse(query);
  if (result.success) return result.data;
  const said = result.error.issues.map(({ path, message }) => ({
    pointer: `?${path.join('.')}`,
    code: 'PARAMETER',
    message,
  }));
  throw new ProblemError(
    400,
    'PARAMETER',
    'A parameter is wrong',
    said.map(({ pointer, message }) => `${pointer}: ${message}`).join('; '),
    said,
  );
}

export type AskedStatement =
  | { readonly kind: 'one'; readonly id: string; readonly isVoided: boolean }
  | { readonly kind: 'list'; readonly query: StatementQuery; readonly format: 'exact' | 'ids' };

/** @throws {ProblemError} 400 naming the parameter. */
export function readQuery(query: Readonly<Record<string, unknown>>): AskedStatement {
  if ('statementId' in query || 'voidedStatementId' in query) {
    const { statementId, voidedStatementId } = parse(single, query);
    if (statementId !== undefined && voidedStatementId !== undefined)
      throw new ProblemError(
        400,
        'PARAMETER',
        'One id only',
        'Send statementId or voidedStatementId, not both.',
      );
    return {
      kind: 'one',
      id: statementId ?? voidedStatementId ?? '',
      isVoided: voidedStatementId !== undefined,
    };
  }
  const asked = parse(list, query);
  return {
    kind: 'list',
    format: asked.format,
    query: {
      keys: exactKeys(asked),
      anyOf: relatedKeys(asked),
      ascending: asked.ascending,
      limit: asked.limit === 0 ? maxPage : Math.min(asked.limit, maxPage),
      ...(asked.since === undefined ? {} : { since: asked.since }),
      ...(asked.until === undefined ? {} : { until: asked.until }),
      ...(asked.after === undefined ? {} : { after: BigInt(asked.after) }),
    },
  };
}

type Asked = z.output<typeof list>;

function exactKeys({
  agent: who,
  verb,
  activity,
  registration,
  related_activities,
  related_agents,
}: Asked): readonly bigint[] {
  const isExactAgent = who !== undefined && !related_agents;
  return [
    // The pair is one key: two large sets that hardly meet would be dear to intersect.
    ...(isExactAgent
      ? [verb === undefined ? queryKey('agent', who) : queryKey('agent+verb', who, verb)]
      : []),
    ...(verb !== undefined && !isExactAgent ? [queryKey('verb', verb)] : []),
    ...(activity !== undefined && !related_activities ? [queryKey('activity', activity)] : []),
    ...(registration === undefined ? [] : [queryKey('registration', registration)]),
  ];
}

/** What may also stand in a related place: one of either key is enough. */
function relatedKeys({
  agent: who,
  activity,
  related_activities,
  related_agents,
}: Asked): readonly (readonly bigint[])[] {
  return [
    ...(who !== undefined && related_agents
      ? [[queryKey('agent', who), queryKey('related-agent', who)]]
      : []),
    ...(activity !== undefined && related_activities
      ? [[queryKey('activity', activity), queryKey('related-activity', activity)]]
      : []),
  ];
}
