// SPDX-License-Identifier: Apache-2.0
/** Whose mastery may change: their ids, by the parts in which they are looked at. This, and no more, grows with the organisation. */
import { spillPart, spillParts } from './spill.ts';

export interface PeopleTouched {
  readonly add: (personId: string) => void;
  readonly of: (part: number) => ReadonlySet<string>;
  readonly count: () => number;
}

export function createPeopleTouched(): PeopleTouched {
  const parts = Array.from({ length: spillParts }, () => new Set<string>());
  const nobody: ReadonlySet<string> = new Set();
  return {
    add: (personId) => void parts[spillPart(personId)]?.add(personId),
    of: (part) => parts[part] ?? nobody,
    count: () => parts.reduce((sum, { size }) => sum + size, 0),
  };
}
