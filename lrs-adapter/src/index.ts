// SPDX-License-Identifier: Apache-2.0
/** Statement in: the xAPI endpoint and what it stores. */
export { ProblemError } from './problem-error.ts';
export { nothingHere, type OnUnexpected, sendProblem } from './receive/problems.ts';
export { createXapiRouter, type XapiRouterOptions } from './xapi-router.ts';
