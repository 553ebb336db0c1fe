// SPDX-License-Identifier: Apache-2.0
/**
 * What xAPI 1.0.3 and 2.0.0 do differently, all of it, for the statement and for the endpoint. Who has to tell the two apart
 * asks here by the name of the difference, never by the version's number.
 */
import { isoTimestamp, utcTimestamp } from './times.ts';

export type XapiVersion = '1.0.3' | '2.0.0';

export interface VersionRules {
  /** `contextAgents` and `contextGroups` are properties of a context. */
  readonly hasContextActors: boolean;
  /** What a statement may say as its own `version`. */
  readonly statementVersion: RegExp;
  readonly statementVersionInWords: string;
  /** The `version` that a statement without one is given. */
  readonly defaultStatementVersion: string;
  /** Times follow RFC 3339 (whole date, time and offset) instead of any common form of ISO 8601. */
  readonly isTimeOfRfc3339: boolean;
  /** How a time is answered: in UTC, whatever the zone it came in, or as it came, in a form that readers of the version know. */
  readonly answeredTime: (time: string) => string;
  /** Two durations are the same when they differ below 0.01 s only. */
  readonly comparesDurationsCut: boolean;
  /** One id twice in one request refuses it. Otherwise both are compared as if they came one after the other. */
  readonly refusesRepeatedIds: boolean;
  /** `POST …?method=PUT` with a form as body (1.0.3 Communication 1.3). */
  readonly hasAlternateSyntax: boolean;
  /** A PUT without precondition onto a stored state is refused (409), as it is for profiles. */
  readonly protectsState: boolean;
  /** A PUT without precondition is refused for a profile even when nothing is stored. */
  readonly newProfileNeedsPrecondition: boolean;
}

export const versionRules: Readonly<Record<XapiVersion, VersionRules>> = {
  '1.0.3': {
    hasContextActors: false,
    statementVersion: /^1\.0(\.\d+)?$/,
    statementVersionInWords: '"1.0.0" or another 1.0 version',
    defaultStatementVersion: '1.0.0',
    isTimeOfRfc3339: false,
    answeredTime: isoTimestamp,
    comparesDurationsCut: false,
    refusesRepeatedIds: false,
    hasAlternateSyntax: true,
    protectsState: false,
    newProfileNeedsPrecondition: true,
  },
  '2.0.0': {
    hasContextActors: true,
    statementVersion: /^[12]\.0(\.\d+)?$/,
    statementVersionInWords: '"2.0.0" or another 2.0 or 1.0 version',
    defaultStatementVersion: '2.0.0',
    isTimeOfRfc3339: true,
    answeredTime: utcTimestamp,
    comparesDurationsCut: true,
    refusesRepeatedIds: true,
    hasAlternateSyntax: false,
    protectsState: true,
    newProfileNeedsPrecondition: false,
  },
};

/** The version that a request's `X-Experience-API-Version` asks for, which the answer repeats; null when it is none of ours. */
export function requestVersion(header: string): XapiVersion | null {
  if (/^1\.0(\.\d+)?$/.test(header)) return '1.0.3';
  return /^2\.0(\.\d+)?$/.test(header) ? '2.0.0' : null;
}
