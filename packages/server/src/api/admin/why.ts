// SPDX-License-Identifier: Apache-2.0
/** `statements/{id}/why`: why a statement counts or not, under the version in force. */
import { ProblemError } from '@cairn/lrs-adapter';
import { whyStatement as explain } from '@cairn/processor';
import { isUuid } from '@cairn/xapi';
import { whyView } from '../../views/preview-view.ts';
import type { Handler } from '../context.ts';

export const whyStatement: Handler = async ({ params, services: { store, policies } }) => {
  const id = (params['statement'] ?? '').toLowerCase();
  const why = isUuid(id) ? await explain(store, id, await policies.current()) : null;
  if (why) return whyView(why);
  throw new ProblemError(404, 'STATEMENT_UNKNOWN', 'Not there', `There is no statement "${id}".`);
};
