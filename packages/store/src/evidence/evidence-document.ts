// SPDX-License-Identifier: Apache-2.0
import type { Evidence } from '@cairn/engine';
import type { Binary, Long } from 'mongodb';

/** Everything of a piece but what the indexes need in another form. */
export interface EvidenceDocument extends Omit<
  Evidence,
  'id' | 'statementId' | 'subject' | 'competencyId' | 'seq'
> {
  readonly _id: Binary;
  readonly st: Binary;
  readonly su: string;
  readonly c: string;
  readonly seq: Long;
}
