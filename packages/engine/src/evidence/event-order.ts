// SPDX-License-Identifier: Apache-2.0
import type { Evidence } from '../evidence.types.ts';

/** By when it happened, ties in the order stored. */
export const inEventOrder = (a: Evidence, b: Evidence): number =>
  a.occurredAt - b.occurredAt || a.seq - b.seq || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
