// SPDX-License-Identifier: Apache-2.0
/**
 * Which version of the standard a request is spoken in (Communication 3.3). What the two do differently stands in `versionRules`
 * of @cairn/xapi. Every answer names a version: the request's own, or the one that fits best.
 */
import { requestVersion, type VersionRules, versionRules, type XapiVersion } from '@cairn/xapi';
import type { Request, RequestHandler, Response } from 'express';
import { ProblemError } from '../problem-error.ts';
import { sourceOf } from './guard.ts';

const header = 'X-Experience-API-Version';
const spoken = new WeakMap<Request, XapiVersion>();

/** The version that a request is in; every route but /about has made sure that there is one. */
export function versionOf(request: Request): XapiVersion {
  const version = spoken.get(request);
  if (version === undefined) throw new Error('this route asks for no version');
  return version;
}
export const rulesOf = (request: Request): VersionRules => versionRules[versionOf(request)];

const answerIn = (response: Response, version: XapiVersion) => response.set(header, version);

/** First of all, so that whatever is answered names a version. */
export const nameVersion =
  (usual: XapiVersion): RequestHandler =>
  (request, response, next) => {
    answerIn(response, requestVersion(request.get(header) ?? '') ?? usual);
    next();
  };

const mostSenders = 1000;

/**
 * Strict by default: a request without the header is refused, in the version that this sender spoke last. A source may be set
 * to have one assumed instead.
 */
export function needsVersion(usual: XapiVersion): RequestHandler {
  const last = new Map<string, XapiVersion>();
  return (request, response, next) => {
    const source = sourceOf(request);
    const sender = `${source.id} ${(request.get('User-Agent') ?? '').slice(0, 100)}`;
    const said = request.get(header);
    const version = said === undefined ? source.settings.assumedVersion : requestVersion(said);
    if (version) {
      if (last.size >= mostSenders) last.clear();
      if (said !== undefined) last.set(sender, version);
      spoken.set(request, version);
      answerIn(response, version);
      return next();
    }
    answerIn(response, last.get(sender) ?? usual);
    if (said === undefined)
      throw new ProblemError(
        400,
        'VERSION_MISSING',
        'The version header is missing',
        `Send the header ${header}: 1.0.3 or ${header}: 2.0.0.`,
      );
    throw new ProblemError(
      400,
      'VERSION',
      'This version is not spoken here',
      `${header} is "${said.slice(0, 40)}"; 1.0.x and 2.0.x are spoken here. Send 1.0.3 or 2.0.0.`,
    );
  };
}
