// SPDX-License-Identifier: Apache-2.0
/**
 * Alternate request syntax (1.0.3 Communication 1.3): `POST …?method=PUT` with everything else in a form, for browsers that
 * may send nothing more. The request is turned into what it stands for, and all that follows knows nothing of it.
 */
import { validateHeaderValue } from 'node:http';
import { requestVersion, versionRules } from '@cairn/xapi';
import type { Request, RequestHandler } from 'express';
import { budgetBytes, maxFormBytes, maxParameters } from '../limits.ts';
import { ProblemError } from '../problem-error.ts';
import { createByteBudget } from './byte-budget.ts';
import { givenParameters } from './parameters.ts';
import { takeBody } from './read-body.ts';

const versionHeader = 'x-experience-api-version';
/** Form fields that count as headers, and win over them. */
const headerFields = new Set([
  'authorization',
  versionHeader,
  'content-type',
  'content-length',
  'if-match',
  'if-none-match',
]);
const methods = new Set(['GET', 'PUT', 'POST', 'DELETE']);

const wrong = (detail: string) =>
  new ProblemError(400, 'ALTERNATE_SYNTAX', 'The alternate request syntax is not followed', detail);

/** Credentials may be in the form alone, so it is read before them; it is kept small for that reason. */
const openForm = createByteBudget({ small: budgetBytes.form, large: budgetBytes.form });

function formOf(request: Request): URLSearchParams {
  const type = request.get('Content-Type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded')
    throw wrong(`With the parameter method, send a form as application/x-www-form-urlencoded.`);
  const bytes: unknown = request.body;
  const form = new URLSearchParams(Buffer.isBuffer(bytes) ? bytes.toString('utf8') : '');
  const names = new Set<string>();
  for (const name of form.keys()) {
    if (names.has(name)) throw wrong(`The form field "${name.slice(0, 40)}" stands twice; send it once.`);
    if (names.size >= maxParameters) throw wrong(`At most ${maxParameters} form fields are taken.`);
    names.add(name);
  }
  return form;
}

/** What HTTP itself would not have let through. */
function headerValue(name: string, value: string): string {
  try {
    validateHeaderValue(name, value);
    return value;
  } catch {
    throw wrong(`The form field "${name}" holds what no header may hold.`);
  }
}

function become(request: Request, method: string, form: URLSearchParams): void {
  const parameters = new URLSearchParams();
  let content: Buffer | undefined;
  delete request.headers['content-type'];
  for (const [name, value] of form)
    if (headerFields.has(name.toLowerCase())) request.headers[name.toLowerCase()] = headerValue(name, value);
    else if (name === 'content') content = Buffer.from(value, 'utf8');
    else parameters.set(name, value);
  if (content === undefined && (method === 'PUT' || method === 'POST'))
    throw wrong(`A ${method} needs the form field "content".`);
  request.headers['content-type'] ??= 'application/json';
  request.method = method;
  request.url = `${request.path}?${parameters.toString()}`;
  request.body = content;
}

export const alternateSyntax: RequestHandler = async (request, response, next) => {
  if (request.method !== 'POST' || !request.url.includes('method=')) return next();
  const { method, ...others } = Object.fromEntries(givenParameters(request.url));
  const version = requestVersion(request.get(versionHeader) ?? '');
  // Where the version has no such syntax, `method` is a parameter that nobody knows.
  if (method === undefined || (version && !versionRules[version].hasAlternateSyntax)) return next();
  if (!methods.has(method)) throw wrong(`"${method.slice(0, 20)}" is no method of this endpoint.`);
  const [extra] = Object.keys(others);
  if (extra !== undefined)
    throw wrong(`Beside method, "${extra.slice(0, 40)}" must be in the form, not in the address.`);
  const hold = openForm(request.socket.remoteAddress ?? '');
  await takeBody({ request, response, hold, maxBytes: maxFormBytes, isUnknown: true });
  become(request, method, formOf(request));
  const inForm = requestVersion(request.get(versionHeader) ?? '');
  if (inForm) response.set('X-Experience-API-Version', inForm);
  if (inForm && !versionRules[inForm].hasAlternateSyntax)
    throw wrong(`xAPI ${inForm} has no alternate request syntax. Send the request itself.`);
  next();
};
