// SPDX-License-Identifier: Apache-2.0
/** Every rule pack, one line each, and the rules that the items of `use` come to. */
import { z } from 'zod';
import type { RuleInput } from '../mapping-rule.schema.ts';
import { cmi5Pack } from './cmi5/cmi5.ts';

export const rulePacks = [cmi5Pack] as const;

export const packUseSchema = z.discriminatedUnion('pack', [cmi5Pack.schema]);
export type PackUse = z.infer<typeof packUseSchema>;

/** The rules of one item, as an admin could have written them. */
export const rulesOfUse = (use: PackUse): readonly RuleInput[] =>
  rulePacks.find(({ id }) => id === use.pack)?.rules(use) ?? [];
