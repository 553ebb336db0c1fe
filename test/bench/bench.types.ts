// SPDX-License-Identifier: Apache-2.0
/** What a benchmark is given and yields. */
export interface BenchOptions {
  /** --statements=N: how many to go up to, where a benchmark stores many. */
  readonly statements: number;
  /** --large: the sizes that take long. */
  readonly isLarge: boolean;
}
export type Row = Readonly<Record<string, string | number>>;
