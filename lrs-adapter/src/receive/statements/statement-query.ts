// SPDX-License-Identifier: Apache-2.0
/** Parameters of GET /statements (xAPI 1.0.3 Communication 2.1.3) → what the store is asked. */
import type { StatementQuery } from '@cairn/store';
import { queryKey } from '@cairn/xapi';
import type { Request } from 'express';
import { z } from 'zod';
import { maxPage } from '../../limits.ts';
import { ProblemError } from '../../problem-error.ts';
import { agent, flag, givenParameters, iri, moment, readParameters, uuid } from '../parameters.ts';
import type { Format } from './formats.ts';

const format = z
  .enum(['exact', 'ids', 'canonical'], { error: 'must be exact, ids or canonical' })
  .default('exact');

const single = z.strictObject({
  statementId: uuid.optional(),
  voidedStatementId: uuid.optional(),
  format,
  attachments: flag.default(false),
});
const list = z.strictObject({
  agent: agent.optional(),
  verb: iri.optional(),
  activity: iri.optional(),
  registration: uuid.optional(),
  related_activities: flag.default(false),
  related_agents: flag.default(false),
  since: moment.optional(),
  until: moment.optional(),
  limit: z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number, 0 for as many as possible')
    .transform(Number)
    .default(0),
  format,
  attachments: flag.default(false),
  ascending: flag.default(false),
  /** Ours, in `more`: the seq of the last statement of the page before. */
  after: z
    .string()
    .regex(/^\d{1,19}$/)
    .optional(),
});

interface AskedForm {
  readonly format: Format;
  readonly attachments: boolean;
}
export type AskedStatement = AskedForm &
  (
    | { readonly kind: 'one'; readonly id: string; readonly isVoided: boolean }
    | { readonly kind: 'list'; readonly query: StatementQuery }
  );

/** @throws {ProblemError} 400 naming the parameter. */
export function readQuery(request: Request): AskedStatement {
  const given = givenParameters(request.url);
  if (given.has('statementId') || given.has('voidedStatementId')) {
    const { statementId, voidedStatementId, ...form } = readParameters(request, single);
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
      ...form,
    };
  }
  const asked = readParameters(request, list);
  return {
    kind: 'list',
    format: asked.format,
    attachments: asked.attachments,
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

function exactKeys(asked: Asked): readonly bigint[] {
  const { verb, activity, registration, related_activities, related_agents } = asked;
  const who = asked.agent?.identifier;
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
function relatedKeys(asked: Asked): readonly (readonly bigint[])[] {
  const { activity, related_activities, related_agents } = asked;
  const who = asked.agent?.identifier;
  return [
    ...(who !== undefined && related_agents
      ? [[queryKey('agent', who), queryKey('related-agent', who)]]
      : []),
    ...(activity !== undefined && related_activities
      ? [[queryKey('activity', activity), queryKey('related-activity', activity)]]
      : []),
  ];
}
