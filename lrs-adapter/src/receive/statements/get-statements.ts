// SPDX-License-Identifier: Apache-2.0
/** GET /statements: one by its id, or a page of them; with the content of attachments when it is asked for. */
import type { Store, StoredStatement } from '@cairn/store';
import type { Statement } from '@cairn/xapi';
import type { Request, RequestHandler, Response } from 'express';
import { maxPageCharacters } from '../../limits.ts';
import { ProblemError } from '../../problem-error.ts';
import { sendJson } from '../answers.ts';
import { onlyOwn, sourceOf } from '../guard.ts';
import { sendMultipart, type SentContent } from '../multipart/send-multipart.ts';
import { rulesOf } from '../speaking.ts';
import { attachmentsOf } from './attachments.ts';
import { type Form, formatted } from './formats.ts';
import { type AskedStatement, readQuery } from './statement-query.ts';

type AskedOne = Extract<AskedStatement, { kind: 'one' }>;
type AskedList = Extract<AskedStatement, { kind: 'list' }>;

async function findOne(
  store: Store,
  { id, isVoided }: AskedOne,
  sourceId: string | undefined,
): Promise<StoredStatement> {
  const found = await store.statements.find(id);
  if (!found || found.voided !== isVoided || (sourceId !== undefined && found.sourceId !== sourceId))
    throw new ProblemError(
      404,
      'STATEMENT_UNKNOWN',
      'No such statement',
      `There is no ${isVoided ? 'voided ' : ''}statement ${id}${found?.voided === true ? '; it was voided: ask for it by voidedStatementId' : ''}.`,
    );
  return found;
}

interface Page {
  readonly statements: readonly StoredStatement[];
  readonly isMore: boolean;
}

/** As many as were asked for, or as fit; never none when there is one. */
async function readPage(store: Store, asked: AskedList, sourceId: string | undefined): Promise<Page> {
  const { limit } = asked.query;
  const statements: StoredStatement[] = [];
  let characters = 0;
  const query = { ...asked.query, limit: limit + 1, ...(sourceId === undefined ? {} : { sourceId }) };
  for await (const statement of store.statements.query(query)) {
    characters += statement.text.length;
    if (statements.length === limit || (statements.length > 0 && characters > maxPageCharacters))
      return { statements, isMore: true };
    statements.push(statement);
  }
  return { statements, isMore: false };
}

/** Path and parameters of the page after this one: all that it needs, so that it is good for as long as Cairn runs. */
function morePath(request: Request, url: string, last: StoredStatement): string {
  const [path = '', search = ''] = request.url.split('?');
  const parameters = new URLSearchParams(search);
  parameters.set('after', String(last.seq));
  const prefix = new URL(url).pathname.replace(/\/$/, '');
  return `${prefix}${request.baseUrl}${path}?${parameters.toString()}`;
}

/** Each content once, as the first statement that names it calls it; those that are only elsewhere (fileUrl) are left out. */
async function contentsOf(
  store: Store,
  statements: readonly StoredStatement[],
): Promise<readonly SentContent[]> {
  const types = new Map<string, string>();
  for (const { text } of statements)
    if (text.includes('"attachments"'))
      for (const { attachment } of attachmentsOf(JSON.parse(text) as Statement)) {
        const sha2 = attachment.sha2.toLowerCase();
        if (!types.has(sha2)) types.set(sha2, attachment.contentType);
      }
  const known =
    types.size === 0 ? new Map<string, number>() : await store.attachments.known([...types.keys()]);
  return [...types]
    .filter(([sha2]) => known.has(sha2))
    .map(([sha2, contentType]) => ({ sha2, contentType, open: () => store.attachments.read(sha2) }));
}

interface Answer {
  readonly json: string;
  readonly statements: readonly StoredStatement[];
  readonly withContents: boolean;
}

async function send(store: Store, response: Response, answer: Answer): Promise<void> {
  if (!answer.withContents) return sendJson(response, answer.json);
  await sendMultipart(response, answer.json, await contentsOf(store, answer.statements));
}

export const getStatements =
  (store: Store, url: string): RequestHandler =>
  async (request, response) => {
    const asked = readQuery(request);
    const sourceId = onlyOwn(sourceOf(request));
    const form: Form = {
      format: asked.format,
      url,
      rules: rulesOf(request),
      acceptLanguage: request.get('Accept-Language'),
    };
    if (asked.format === 'canonical') response.setHeader('Vary', 'Accept-Language');
    if (asked.kind === 'one') {
      const found = await findOne(store, asked, sourceId);
      const [json = ''] = await formatted(store, [found], form);
      response.setHeader('Last-Modified', new Date(found.stored).toUTCString());
      return send(store, response, { json, statements: [found], withContents: asked.attachments });
    }
    const { statements, isMore } = await readPage(store, asked, sourceId);
    const texts = await formatted(store, statements, form);
    const last = statements.at(-1);
    const more = isMore && last ? morePath(request, url, last) : '';
    const json = `{"statements":[${texts.join(',')}],"more":${JSON.stringify(more)}}`;
    return send(store, response, { json, statements, withContents: asked.attachments });
  };
