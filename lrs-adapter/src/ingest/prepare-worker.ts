// SPDX-License-Identifier: Apache-2.0
/** Entry of a thread that prepares large bodies. An error keeps nothing of its class between threads, so a refusal is a value. */
import { ProblemError, type Refusal } from '../problem-error.ts';
import { prepareBody, type PreparedBody, type SentBody } from './prepare-body.ts';

export type Answer = PreparedBody | { readonly kind: 'refused'; readonly refusal: Refusal };

export default async function answer(sent: SentBody): Promise<Answer> {
  try {
    return await prepareBody(sent);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { kind: 'refused', refusal: error.refusal };
  }
}
