// SPDX-License-Identifier: Apache-2.0
/** Entry of a thread that works on large bodies: what it can do. An error keeps nothing of its class between threads, so a refusal is a value. */
import { prepareBody } from '../ingest/prepare-body.ts';
import { ProblemError, type Refusal } from '../problem-error.ts';
import { mergeDocuments } from '../receive/documents/merge-json.ts';

export type Answer<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

const answering =
  <Task, Result>(work: (task: Task) => Result | Promise<Result>) =>
  async (task: Task): Promise<Answer<Result>> => {
    try {
      return { kind: 'done', result: await work(task) };
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return { kind: 'refused', refusal: error.refusal };
    }
  };

export const prepare = answering(prepareBody);
export const merge = answering(mergeDocuments);
