// SPDX-License-Identifier: Apache-2.0
/** POST and PUT /statements: read, check, give ids, store; answered when all of it is durable. */
import { dialectById } from '@cairn/dialects';
import type { PreparedStatement, Store } from '@cairn/store';
import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import { prepareBatch, type ReadyStatement } from '../../ingest/prepare-batch.ts';
import { sentDefinitions } from '../../ingest/sent-definitions.ts';
import { ProblemError } from '../../problem-error.ts';
import { sendJson } from '../answers.ts';
import { may, sourceOf } from '../guard.ts';
import { readParameters, uuid } from '../parameters.ts';
import { versionOf } from '../speaking.ts';
import { checkContents } from './attachments.ts';
import { checkSignatures } from './signatures.ts';
import { type StatementBody, statementBody } from './statement-body.ts';

/** Everything that can be refused without the database is refused here. */
async function ready(
  request: Request,
  { text, contents }: StatementBody,
  onlyId?: string,
): Promise<readonly ReadyStatement[]> {
  const source = sourceOf(request);
  const version = versionOf(request);
  const dialect = dialectById(source.dialect);
  if (!dialect) throw new Error(`the source ${source.id} has an unknown dialect`);
  const batch = prepareBatch(text, {
    source,
    dialect,
    version,
    ...(onlyId === undefined ? {} : { onlyId }),
  });
  checkContents(batch, contents);
  for (const one of batch) if (one.statement.attachments) await checkSignatures(one, contents, version);
  return batch;
}

async function append(to: Store, batch: readonly PreparedStatement[]): Promise<void> {
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

/** Contents are there before the statements that name them; a refused request takes its own back. */
async function store(
  to: Store,
  batch: readonly PreparedStatement[],
  contents: StatementBody['contents'],
): Promise<void> {
  if (!contents || contents.size === 0) return append(to, batch);
  await to.attachments.hold(contents);
  try {
    await append(to, batch);
  } catch (error) {
    // What was refused is not there. What failed may be: then its contents stay.
    if (error instanceof ProblemError) await to.attachments.release(contents.keys());
    throw error;
  }
}

async function take(to: Store, request: Request, onlyId?: string): Promise<readonly string[]> {
  const body = statementBody(request);
  const batch = await ready(request, body, onlyId);
  if (batch.length === 0) return [];
  const prepared = batch.map((one) => one.prepared);
  await store(to, prepared, body.contents);
  // Without the scope `define`, what a source says of activities stays in its statements alone (Communication 4.2).
  if (may(sourceOf(request), ['define', 'all']))
    await to.definitions.learn(sentDefinitions(batch.map(({ statement }) => statement)));
  return prepared.map(({ id }) => id);
}

const none = z.strictObject({});
export const postStatements =
  (to: Store): RequestHandler =>
  async (request, response) => {
    readParameters(request, none);
    sendJson(response, JSON.stringify(await take(to, request)));
  };

const underId = z.strictObject({ statementId: uuid });
export const putStatement =
  (to: Store): RequestHandler =>
  async (request, response) => {
    const { statementId } = readParameters(request, underId);
    await take(to, request, statementId);
    response.status(204).end();
  };
