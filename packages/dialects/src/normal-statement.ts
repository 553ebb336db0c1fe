// SPDX-License-Identifier: Apache-2.0
/** What most dialects read alike; a dialect overrides what its senders mean otherwise. */
import {
  type Activity,
  actorIdentifier,
  actorIdentifiers,
  contextActivities,
  type ContextSlot,
  isActivity,
  parseDuration,
  parseTimestamp,
  type Score,
  type Statement,
} from '@cairn/xapi';
import type { DialectSource, NormalActivity, NormalStatement } from './dialect.types.ts';

const normalActivity = ({ id, definition }: Activity): NormalActivity => ({
  id,
  type: definition?.type ?? null,
  name: definition?.name ?? null,
});

const clamp = (value: number) => Math.min(1, Math.max(0, value));

/** null: not all three are there, or not in order, or too far apart for a number. */
function shareOf({ raw, min, max }: Score): number | null {
  if (raw === undefined || min === undefined || max === undefined || min >= max) return null;
  const [above, range] = [raw - min, max - min];
  return Number.isFinite(above) && Number.isFinite(range) ? clamp(above / range) : null;
}

/**
 * Score as 0..1. (raw − min)/(max − min) when all three are there and min < max; else `scaled` by the range that the source
 * declares: 0..1 as it is with negatives as 0, −1..1 as (x + 1)/2; else unknown. Never NaN.
 */
export function normalScore(
  score: Score | undefined,
  range: DialectSource['scaledRange'],
): Pick<NormalStatement, 'score' | 'scorePath' | 'scoreAsSent'> {
  if (score === undefined) return { score: null, scorePath: 'none', scoreAsSent: null };
  const share = shareOf(score);
  if (share !== null) return { score: share, scorePath: 'raw', scoreAsSent: score };
  const { scaled } = score;
  if (scaled !== undefined && Number.isFinite(scaled))
    return {
      score: range === '0..1' ? clamp(scaled) : clamp((scaled + 1) / 2),
      scorePath: 'scaled',
      scoreAsSent: score,
    };
  return { score: null, scorePath: 'none', scoreAsSent: score };
}

export type PlainStatement = Omit<NormalStatement, 'dialect' | 'kind' | 'shownBy'>;

function readResult(result: Statement['result'] = {}) {
  const { success = null, completion = null, response = null, duration } = result;
  return {
    success,
    completion,
    response,
    durationMs: duration === undefined ? null : parseDuration(duration),
  };
}

function readContext(context: Statement['context'] = {}) {
  const { registration = null, platform = null, language = null, instructor } = context;
  return { registration, platform, language, instructor: instructor ? actorIdentifier(instructor) : null };
}

function extensionsOf({ object, result, context }: Statement): Readonly<Record<string, unknown>> {
  const definition = isActivity(object) ? object.definition : undefined;
  return { ...definition?.extensions, ...result?.extensions, ...context?.extensions };
}

/**
 * Everything read as the standard says, in an object of its own that a dialect completes with what it means. `occurredAt` is
 * NaN when there is no time at all. One literal: on the path of every statement, spreading is dearer than all the reading.
 */
export function readPlainly(
  statement: Statement & { readonly id: string },
  source: DialectSource,
): PlainStatement {
  const { actor, object } = statement;
  const { score, scorePath, scoreAsSent } = normalScore(statement.result?.score, source.scaledRange);
  const result = readResult(statement.result);
  const context = readContext(statement.context);
  const list = (slot: ContextSlot) => contextActivities(statement, slot).map(normalActivity);
  return {
    statementId: statement.id,
    sourceId: source.id,
    subjects: actorIdentifiers(actor),
    subjectName: actor.objectType === 'Group' ? null : (actor.name ?? null),
    occurredAt: parseTimestamp(statement.timestamp ?? statement.stored ?? '') ?? Number.NaN,
    verb: statement.verb.id,
    activity: isActivity(object) ? normalActivity(object) : null,
    stableActivity: null,
    attempt: null,
    score,
    scorePath,
    scoreAsSent,
    success: result.success,
    completion: result.completion,
    durationMs: result.durationMs,
    response: result.response,
    parents: list('parent'),
    groupings: list('grouping'),
    categories: list('category'),
    others: list('other'),
    registration: context.registration,
    instructor: context.instructor,
    platform: context.platform,
    language: context.language,
    extensions: extensionsOf(statement),
    sent: statement,
  };
}

export const noScore = { score: null, scorePath: 'none' } as const;

/** The statement without what receivers set (xAPI 1.0.3 Data 2.4.7 to 2.4.10); what most dialects call stable. */
export function contentOf({
  id: _id,
  stored: _stored,
  authority: _authority,
  version: _version,
  ...content
}: Statement): Omit<Statement, 'id' | 'stored' | 'authority' | 'version'> {
  return content;
}
