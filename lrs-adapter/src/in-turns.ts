// SPDX-License-Identifier: Apache-2.0
/** Work on many texts, in which others have their turn every few milliseconds. */
import { setImmediate } from 'node:timers/promises';

/** Some milliseconds' work, whichever is reached first. */
const [textsInARow, charactersInARow] = [50, 256 * 1024];

/** As `items.map(work)`, one after another. `lengthOf`: characters that the work on one goes over. */
export async function inTurns<Item, Result>(
  items: readonly Item[],
  lengthOf: (item: Item) => number,
  work: (item: Item, i: number) => Result | Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let [texts, characters] = [0, 0];
  for (const [i, item] of items.entries()) {
    if (texts >= textsInARow || characters >= charactersInARow) {
      await setImmediate();
      [texts, characters] = [0, 0];
    }
    texts += 1;
    characters += lengthOf(item);
    results.push(await work(item, i));
  }
  return results;
}
