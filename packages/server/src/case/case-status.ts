// SPDX-License-Identifier: Apache-2.0
/** What CASE answers where there is nothing to give: imsx_StatusInfo (REST binding 1.1, section 3). */
import { isOutage } from '@cairn/store';
import { type OnUnexpected, ProblemError } from '@cairn/lrs-adapter';
import type { ErrorRequestHandler, RequestHandler } from 'express';

type CodeMinor =
  | 'unknownobject'
  | 'invalid_uuid'
  | 'invalid_selection_field'
  | 'invalid_sort_field'
  | 'unauthorised_request'
  | 'forbidden'
  | 'server_busy'
  | 'internal_server_error';

export class CaseRefusal extends Error {
  readonly status: number;
  readonly code: CodeMinor;
  constructor(status: number, code: CodeMinor, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const statusInfo = ({ code, message }: CaseRefusal) => ({
  imsx_codeMajor: 'failure',
  imsx_severity: 'error',
  imsx_description: message,
  imsx_codeMinor: {
    imsx_codeMinorField: [{ imsx_codeMinorFieldName: 'TargetEndSystem', imsx_codeMinorFieldValue: code }],
  },
});

const ofProblem = ({ status, message }: ProblemError) =>
  new CaseRefusal(status, status === 401 ? 'unauthorised_request' : 'forbidden', message);

function refusalOf(error: unknown): CaseRefusal | null {
  if (error instanceof CaseRefusal) return error;
  if (error instanceof ProblemError) return ofProblem(error);
  if (error instanceof URIError) return new CaseRefusal(404, 'invalid_uuid', 'The path is no identifier.');
  return isOutage(error)
    ? new CaseRefusal(503, 'server_busy', 'The database does not answer. Come again in a few seconds.')
    : null;
}

export const sendStatusInfo =
  (onUnexpected: OnUnexpected): ErrorRequestHandler =>
  (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error);
    const foreseen = refusalOf(error);
    if (!foreseen) onUnexpected(error, response.get('X-Request-Id') ?? '');
    const refusal =
      foreseen ??
      new CaseRefusal(500, 'internal_server_error', 'Something went wrong that is not your doing.');
    if (refusal.status === 401) response.set('WWW-Authenticate', 'Bearer realm="Cairn"');
    if (refusal.status === 503) response.set('Retry-After', '5');
    response.status(refusal.status).json(statusInfo(refusal));
  };

export const noSuchResource: RequestHandler = () => {
  throw new CaseRefusal(404, 'unknownobject', 'CASE 1.1 has no such resource.');
};
export const onlyGet: RequestHandler = (request, response, next) => {
  if (request.method === 'GET' || request.method === 'HEAD') return next();
  response.set('Allow', 'GET, HEAD');
  throw new CaseRefusal(
    405,
    'forbidden',
    'CASE is read only here: GET. Frameworks are imported through /api/v1/frameworks.',
  );
};
