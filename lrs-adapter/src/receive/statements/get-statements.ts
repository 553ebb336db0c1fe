// SPDX-License-Identifier: Apache-2.0
/** GET /statements: one by its id, or a page of them, streamed as they come from the database. */
import type { Store, StoredStatement } from '@cairn/store';
import { isActivity, isStatementRef, type Statement } from '@cairn/xapi';
import type { RequestHandler, Response } from 'express';
import { exactStatement } from '../../ingest/exact-statement.ts';
import { ProblemError } from '../../problem-error.ts';
import { type AskedStatement, readQuery } from './statement-query.ts';

async function sendOne(
  store: Store,
  { id, isVoided }: Extract<AskedStatement, { kind: 'one' }>,
  url: string,
  response: Response,
): Promise<void> {
  const found = await store.statements.find(id);
  if (!found || found.voided !== isVoided)
    throw new ProblemError(
      404,
      'STATEMENT_UNKNOWN',
      'No such statement',
      `There is no ${isVoided ? 'voided ' : ''}statement ${id}.`,
    );
  response
    .set('Last-Modified', new Date(found.stored).toUTCString())
    .type('application/json')
    .send(exactStatement(found, url));
}

/** Only what identifies the parts (format=ids). */
function identifying(statement: Statement): unknown {
  const { actor, verb, object } = statement;
  const { name: _name, ...agent } = actor;
  return {
    ...statement,
    actor: agent,
    verb: { id: verb.id },
    object:
      isActivity(object) || isStatementRef(object)
        ? { objectType: object.objectType ?? 'Activity', id: object.id }
        : object,
  };
}

/** Parameters of the page after this one. */
function morePath(original: string, last: StoredStatement): string {
  const [path = '', search = ''] = original.split('?');
  const parameters = new URLSearchParams(search);
  parameters.set('after', String(last.seq));
  return `${path}?${parameters.toString()}`;
}

export const getStatements =
  (store: Store, url: string): RequestHandler =>
  async (request, response) => {
    const asked = readQuery(request.query);
    if (asked.kind === 'one') return sendOne(store, asked, url, response);
    const { limit } = asked.query;
    const page: StoredStatement[] = [];
    for await (const statement of store.statements.query({ ...asked.query, limit: limit + 1 }))
      page.push(statement);
    const isMore = page.length > limit;
    const shown = page.slice(0, limit);
    const texts = shown.map((statement) => {
      const exact = exactStatement(statement, url);
      return asked.format === 'ids' ? JSON.stringify(identifying(JSON.parse(exact) as Statement)) : exact;
    });
    const last = shown.at(-1);
    const more = isMore && last ? morePath(request.originalUrl, last) : '';
    response
      .type('application/json')
      .send(`{"statements":[${texts.join(',')}],"more":${JSON.stringify(more)}}`);
  };
