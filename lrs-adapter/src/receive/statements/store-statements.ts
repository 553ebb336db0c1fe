// SPDX-License-Identifier: Apache-2.0
/**
 * POST and PUT /statements: read, check, give ids, store; answered when all of it is durable. All or nothing, as the standard has
 * it; a source may be set to have its statements taken one by one.
 */
import { dialectById } from '@cairn/dialects';
import type { PreparedStatement, Source, Store } from '@cairn/store';
import { scanStatements, type XapiVersion } from '@cairn/xapi';
import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import { appendStatements } from '../../ingest/append-statements.ts';
import type { IngestOutcome } from '../../ingest/ingest.types.ts';
import { ingestTexts, keptOutcome } from '../../ingest/ingest-texts.ts';
import { checkCount, prepareBatch } from '../../ingest/prepare-batch.ts';
import type { ReadyStatement } from '../../ingest/prepare-statement.ts';
import { sentDefinitions } from '../../ingest/sent-definitions.ts';
import { splitBody } from '../../ingest/split-body.ts';
import { ProblemError } from '../../problem-error.ts';
import { sendJson } from '../answers.ts';
import { may, sourceOf } from '../guard.ts';
import { noteTaken } from '../measuring.ts';
import { givenParameters, readParameters, uuid } from '../parameters.ts';
import { versionOf } from '../speaking.ts';
import { checkContents } from './attachments.ts';
import { checkSignatures } from './signatures.ts';
import { type StatementBody, statementBody } from './statement-body.ts';

/** Where statements go. */
export interface Intake {
  readonly store: Store;
  /** Address that others see, without a slash at its end. */
  readonly url: string;
}
interface Sent {
  readonly source: Source;
  readonly version: XapiVersion;
  readonly body: StatementBody;
  /** PUT: the one id that the statement must have. */
  readonly onlyId?: string | undefined;
}

/** Everything that can be refused without the database is refused here. */
async function ready(
  { source, version, body, onlyId }: Sent,
  url: string,
): Promise<readonly ReadyStatement[]> {
  const dialect = dialectById(source.dialect);
  if (!dialect) throw new Error(`the source ${source.id} has an unknown dialect`);
  const batch = prepareBatch(body.text, {
    source,
    dialect,
    version,
    url,
    ...(onlyId === undefined ? {} : { onlyId }),
  });
  checkContents(batch, body.contents);
  for (const one of batch) if (one.statement.attachments) await checkSignatures(one, body.contents, version);
  return batch;
}

const conflict = (ids: readonly string[]) =>
  new ProblemError(
    409,
    'STATEMENT_CONFLICT',
    'The id is taken',
    `There is another statement with the id ${ids.join(', ')}. A statement never changes: send yours under a new id. Nothing of this request was stored.`,
  );

/** Where one id may stand twice in a request, it is as if the second came later: the same is no news, another a conflict. */
function distinct(batch: readonly PreparedStatement[]): readonly PreparedStatement[] {
  const byId = new Map<string, PreparedStatement>();
  for (const one of batch) {
    const before = byId.get(one.id);
    if (before && Buffer.compare(before.contentHash, one.contentHash) !== 0) throw conflict([one.id]);
    if (!before) byId.set(one.id, one);
  }
  return byId.size === batch.length ? batch : [...byId.values()];
}

/** Returns the ids that were there already. */
async function append(
  intake: Intake,
  source: Source,
  batch: readonly PreparedStatement[],
): Promise<readonly string[]> {
  const outcome = await appendStatements({ store: intake.store, source }, batch);
  if (outcome.kind === 'conflict') throw conflict(outcome.ids);
  if (outcome.kind === 'void-refused')
    throw new ProblemError(400, 'VOID_REFUSED', 'This cannot be voided', outcome.reason);
  return outcome.duplicates;
}

/** Contents are there before the statements that name them; a refused request takes its own back. */
async function storeWhole(
  intake: Intake,
  { source, body: { contents } }: Sent,
  batch: readonly PreparedStatement[],
): Promise<readonly string[]> {
  const { attachments } = intake.store;
  if (!contents || contents.size === 0) return append(intake, source, batch);
  await attachments.hold(contents);
  try {
    return await append(intake, source, batch);
  } catch (error) {
    // What was refused is not there. What failed may be: then its contents stay.
    if (error instanceof ProblemError) await attachments.release(contents.keys());
    throw error;
  }
}

async function takeWhole(intake: Intake, sent: Sent): Promise<readonly IngestOutcome[]> {
  const batch = await ready(sent, intake.url);
  const prepared = distinct(batch.map((one) => one.prepared));
  const there = new Set(await storeWhole(intake, sent, prepared));
  // Without the scope `define`, what a source says of activities stays in its statements alone (Communication 4.2).
  if (batch.length > 0 && may(sent.source, ['define', 'all']))
    await intake.store.definitions.learn(sentDefinitions(batch.map(({ statement }) => statement)));
  return batch.map((one) => {
    const outcome = keptOutcome(one.prepared, there);
    there.add(outcome.id);
    return outcome;
  });
}

async function takeApart({ store, url }: Intake, sent: Sent): Promise<readonly IngestOutcome[]> {
  const { source, version, body } = sent;
  const texts = splitBody(body.text);
  checkCount(texts.length, sent);
  return ingestTexts(texts, { store, url, source, version, contents: body.contents });
}

async function take(intake: Intake, request: Request, onlyId?: string): Promise<readonly IngestOutcome[]> {
  const source = sourceOf(request);
  const sent = { source, version: versionOf(request), body: statementBody(request), onlyId };
  const isApart = source.settings.splitsBatches && onlyId === undefined;
  const outcomes = await (isApart ? takeApart(intake, sent) : takeWhole(intake, sent));
  noteTaken(request, outcomes);
  return outcomes;
}

const none = z.strictObject({});
export const postStatements =
  (intake: Intake): RequestHandler =>
  async (request, response) => {
    readParameters(request, none);
    const outcomes = await take(intake, request);
    const waiting = outcomes.filter(({ kind }) => kind === 'quarantined' || kind === 'conflict').length;
    // The standard has no word for it; who looks can see it.
    if (waiting > 0) response.set('X-Cairn-Quarantined', String(waiting));
    sendJson(response, JSON.stringify(outcomes.map(({ id }) => id)));
  };

/** A sender that leaves the id out of the address (Ralph) has it in the one statement of the body. @throws {ProblemError} 400 */
function checkBare(request: Request): void {
  const scanned = scanStatements(statementBody(request).text);
  const [item] = scanned.ok && scanned.single ? scanned.items : [];
  if (uuid.safeParse((item?.value as { readonly id?: unknown } | null | undefined)?.id).success) return;
  throw new ProblemError(
    400,
    'PARAMETER',
    'A parameter is wrong',
    'The address has no statementId, so the body must be one statement with an id.',
    [{ pointer: '/id', code: 'PARAMETER', message: 'must be a UUID' }],
  );
}

const underId = z.strictObject({ statementId: uuid });
export const putStatement =
  (intake: Intake): RequestHandler =>
  async (request, response) => {
    const { settings } = sourceOf(request);
    if (settings.putsWithoutId && givenParameters(request.url).size === 0) {
      if (!settings.splitsBatches) checkBare(request);
      await take(intake, request);
    } else await take(intake, request, readParameters(request, underId).statementId);
    response.status(204).end();
  };
