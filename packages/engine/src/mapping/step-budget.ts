// SPDX-License-Identifier: Apache-2.0
/**
 * What one rule may cost on one statement, counted in steps and not in milliseconds: a replay on another machine decides alike.
 * A step is a comparison; long texts and expressions cost one for some characters.
 */

/** Far above what a sensible rule needs (tens), and below what holds the stream up (some ms). */
export const maxSteps = 100_000;

export interface Meter {
  left: number;
}
export const newMeter = (): Meter => ({ left: maxSteps });

export class OverBudget extends Error {}

export function spend(meter: Meter, steps: number): void {
  meter.left -= steps;
  if (meter.left < 0) throw new OverBudget();
}
