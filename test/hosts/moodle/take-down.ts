// SPDX-License-Identifier: Apache-2.0
/** Ends what a test has started, the latest first, all of it: one that will not end does not keep the others alive. */
export type TakeDown = () => Promise<unknown>;

export async function takeDown(started: TakeDown[]): Promise<void> {
  const faults: unknown[] = [];
  for (const end of started.splice(0).toReversed()) await end().catch((fault: unknown) => faults.push(fault));
  if (faults.length > 0) throw new AggregateError(faults, 'something could not be taken down');
}
