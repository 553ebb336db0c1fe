// SPDX-License-Identifier: Apache-2.0
/**
 * POST and PUT /statements: read, check, give ids, store; answered when all of it is durable. All or nothing, as the standard has
 * it; a source may be set to have its statements taken one by one.
 */
import type { PreparedStatement, Store } from '@cairn/store';
import { scanStatements } from '@cairn/xapi';
import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import { appendStatements } from '../../ingest/append-statements.ts';
import type { IngestOutcome } from '../../ingest/ingest.types.ts';
import { ingestTexts, keptOutcome } from '../../ingest/ingest-texts.ts';
import type { WholeBody } from '../../ingest/prepare-body.ts';
import type { Prepare } from '../../ingest/prepare-large.ts';
import { openItem } from '../../ingest/prepare-statement.ts';
import { ProblemError } from '../../problem-error.ts';
import { sendJson } from '../answers.ts';
import { bodyBytes } from '../body-text.ts';
import { sourceOf } from '../guard.ts';
import { noteTaken } from '../measuring.ts';
import { givenParameters, readParameters, uuid } from '../parameters.ts';
import { versionOf } from '../speaking.ts';
import { statementBody } from './statement-body.ts';

/** Where statements go. */
export interface Intake {
  readonly store: Store;
  /** Address that others see, without a slash at its end. */
  readonly url: string;
  readonly prepare: Prepare;
}

const conflict = (ids: readonly string[]) =>
  new ProblemError(
    409,
    'STATEMENT_CONFLICT',
    'The id is taken',
    `There is another statement with the id ${ids.join(', ')}. A statement never changes: send yours under a new id. Nothing of this request was stored.`,
  );

const isAnother = (before: PreparedStatement, one: PreparedStatement) =>
  Buffer.compare(before.contentHash, one.contentHash) !== 0 ||
  (one.countsTimestamp === true && one.timestamp !== null && before.timestamp !== one.timestamp);

/** Where one id may stand twice in a request, it is as if the second came later: the same is no news, another a conflict. */
function distinct(batch: readonly PreparedStatement[]): readonly PreparedStatement[] {
  const byId = new Map<string, PreparedStatement>();
  for (const one of batch) {
    const before = byId.get(one.id);
    if (before && isAnother(before, one)) throw conflict([one.id]);
    if (!before) byId.set(one.id, one);
  }
  return byId.size === batch.length ? batch : [...byId.values()];
}

/** Returns the ids that were there already. */
async function append({ store }: Intake, batch: readonly PreparedStatement[]): Promise<readonly string[]> {
  const outcome = await appendStatements({ store }, batch);
  if (outcome.kind === 'conflict') throw conflict(outcome.ids);
  if (outcome.kind === 'void-refused')
    throw new ProblemError(400, 'VOID_REFUSED', 'This cannot be voided', outcome.reason);
  return outcome.duplicates;
}

/** Contents are there before the statements that name them; a refused request takes its own back. */
async function storeWhole(intake: Intake, { batch: whole, contents }: WholeBody): Promise<readonly string[]> {
  const { attachments } = intake.store;
  const batch = distinct(whole);
  if (!contents || contents.size === 0) return append(intake, batch);
  await attachments.hold(contents);
  try {
    return await append(intake, batch);
  } catch (error) {
    // What was refused is not there. What failed may be: then its contents stay.
    if (error instanceof ProblemError) await attachments.release(contents.keys());
    throw error;
  }
}

async function takeWhole(intake: Intake, body: WholeBody): Promise<readonly IngestOutcome[]> {
  const there = new Set(await storeWhole(intake, body));
  await intake.store.definitions.learn(body.definitions);
  return body.batch.map((one) => {
    const outcome = keptOutcome(one, there);
    there.add(outcome.id);
    return outcome;
  });
}

async function take(intake: Intake, request: Request, onlyId?: string): Promise<readonly IngestOutcome[]> {
  const { store, url, prepare } = intake;
  const sent = { source: sourceOf(request), version: versionOf(request) };
  const contentType = request.get('Content-Type') ?? '';
  const body = await prepare({ ...sent, url, onlyId, contentType, bytes: bodyBytes(request) });
  const outcomes =
    body.kind === 'whole'
      ? await takeWhole(intake, body)
      : await ingestTexts(body.texts, { store, url, ...sent, contents: body.contents });
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
  const scanned = scanStatements(statementBody(bodyBytes(request), request.get('Content-Type') ?? '').text);
  const [item] = scanned.ok && scanned.single ? scanned.items : [];
  const value = item && (openItem(item, sourceOf(request)).value as { readonly id?: unknown } | null);
  if (uuid.safeParse(value?.id).success) return;
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
      checkBare(request);
      await take(intake, request);
    } else await take(intake, request, readParameters(request, underId).statementId);
    response.status(204).end();
  };
