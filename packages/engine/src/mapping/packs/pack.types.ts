// SPDX-License-Identifier: Apache-2.0
import type { z } from 'zod';
import type { RuleInput } from '../mapping-rule.schema.ts';

/** Ready rules of one standard: a mapping names the pack and what it is for, and gets rules that anybody could have written. */
export interface RulePack<S extends z.ZodType = z.ZodType> {
  readonly id: string;
  readonly title: string;
  /** Of one item of `use`; its member `pack` is the id. */
  readonly schema: S;
  readonly rules: (item: z.output<S>) => readonly RuleInput[];
}
