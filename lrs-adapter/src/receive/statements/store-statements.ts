// SPDX-License-Identifier: Apache-2.0
/** POST and PUT /statements: parse, check, give ids, store; answered when it is durable. */
import { dialectById } from '@cairn/dialects';
import type { PreparedStatement, Store } from '@cairn/store';
import { isUuid } from '@cairn/xapi';
import type { Request, RequestHandler } from 'express';
import { prepareBatch } from '../../ingest/prepare-batch.ts';
import { ProblemError } from '../../problem-error.ts';
import { bodyText } from '../body-text.ts';
import { sourceOf } from '../guard.ts';

function prepared(request: Request, onlyId?: string): readonly PreparedStatement[] {
  const source = sourceOf(request);
  const dialect = dialectById(source.dialect);
  if (!dialect) throw new Error(`the source ${source.id} has an unknown dialect`);
  return prepareBatch(bodyText(request), { source, dialect, ...(onlyId === undefined ? {} : { onlyId }) });
}

async function store(to: Store, batch: readonly PreparedStatement[]): Promise<void> {
  const outcome = await to.statements.append(batch);
  if (outcome.kind === 'conflict')
    throw new ProblemError(
      409,
      'STATEMENT_CONFLICT',
      'The id is taken',
      `Another statement is stored under ${outcome.ids.join(', ')}. A statement never changes: send yours under a new id. Nothing of this request was stored.`,
    );
  if (outcome.kind === 'void-refused')
    throw new ProblemError(400, 'VOID_REFUSED', 'This cannot be voided', outcome.reason);
}

export const postStatements =
  (to: Store): RequestHandler =>
  async (request, response) => {
    const batch = prepared(request);
    if (batch.length > 0) await store(to, batch);
    response.json(batch.map(({ id }) => id));
  };

export const putStatement =
  (to: Store): RequestHandler =>
  async (request, response) => {
    const { statementId, ...others } = request.query;
    if (typeof statementId !== 'string' || !isUuid(statementId) || Object.keys(others).length > 0)
      throw new ProblemError(
        400,
        'PARAMETER',
        'statementId is needed',
        'PUT needs just the parameter statementId, a UUID.',
      );
    await store(to, prepared(request, statementId.toLowerCase()));
    response.status(204).end();
  };
