// SPDX-License-Identifier: Apache-2.0
/**
 * Unknown input → a mapping whose rules can be compiled and applied, or everything that is wrong with it. Packs that `use` names
 * become rules here: what is published holds rules only.
 */
import { schemaFaults } from '@cairn/frameworks';
import { currentKind } from '../evidence/evidence-kinds.ts';
import { type Mapping, mappingSchema, maxRules } from '../rule.schema.ts';
import { isRecord } from './is-record.ts';
import type { MappingFault } from './mapping-fault.types.ts';
import { type Rule, ruleSchema } from './mapping-rule.schema.ts';
import { type PackUse, rulesOfUse } from './packs/registry.ts';
import { type PlacedRule, publishFaults, type Surroundings } from './publish-faults.ts';
import { sizeFaults } from './size-faults.ts';

export type ParsedMapping =
  | { readonly ok: true; readonly mapping: Mapping; readonly warnings: readonly MappingFault[] }
  | { readonly ok: false; readonly faults: readonly MappingFault[] };

/** More than anybody reads; the rest is said by its number. */
const mostFaults = 1000;

/** Names of before are taken: what was exported then can be published now. */
function withCurrentNames(input: unknown): unknown {
  if (!isRecord(input) || !Array.isArray(input['rules'])) return input;
  const rules = (input['rules'] as readonly unknown[]).map((rule) =>
    isRecord(rule) && typeof rule['kind'] === 'string' ? { ...rule, kind: currentKind(rule['kind']) } : rule,
  );
  return { ...input, rules };
}

/** Rules of a pack, each placed at the item that asks for them. */
function rulesOfItem(
  use: PackUse,
  i: number,
): { readonly rules: readonly PlacedRule[]; readonly faults: readonly MappingFault[] } {
  const pointer = `/use/${i}`;
  const rules: PlacedRule[] = [];
  const faults: MappingFault[] = [];
  for (const input of rulesOfUse(use)) {
    const parsed = ruleSchema.safeParse(input);
    if (parsed.success) rules.push({ rule: parsed.data, pointer });
    else
      faults.push(
        ...schemaFaults(parsed.error).map((fault) => ({ ...fault, pointer, severity: 'error' as const })),
      );
  }
  return { rules, faults };
}

/** Of a pack's rule what the item says itself keeps its place in it; all else is the item's. */
const namedByItem = /^\/use\/\d+\/(?:competency|level|atMost|validFor)$/;
const placeOf = (fault: MappingFault): MappingFault => {
  const item = /^\/use\/\d+/.exec(fault.pointer)?.[0];
  return item === undefined || namedByItem.test(fault.pointer) ? fault : { ...fault, pointer: item };
};

/** One item's rules share its mistakes: each is said once. */
function distinct(faults: readonly MappingFault[]): readonly MappingFault[] {
  const seen = new Map(
    faults.map((fault) => [JSON.stringify([fault.pointer, fault.code, fault.message]), fault]),
  );
  const all = [...seen.values()];
  if (all.length <= mostFaults) return all;
  const more = all.length - mostFaults;
  return [
    ...all.slice(0, mostFaults),
    { pointer: '', code: 'AND_MORE', message: `And ${more} more like these.`, severity: 'error' },
  ];
}

const refused = (faults: readonly MappingFault[]): ParsedMapping => ({ ok: false, faults: distinct(faults) });

const segmentsOf = ({ pointer }: Pick<MappingFault, 'pointer'>) => pointer.split('/').slice(1);

/** In place of what cannot be read, so that the rest of a rule can be looked at. */
const standIns = {
  id: 'unnamed',
  title: { en: '-' },
  when: { field: 'verb', op: 'eq', value: '-' },
  kind: 'manual',
  value: { from: 'success' },
};
/** Of a rule with stand-ins these say the truth all the same. */
const ownNames: ReadonlySet<string> = new Set(['id', 'competency', 'level', 'atMost', 'when']);

interface Readable {
  readonly rule: Rule;
  readonly pointer: string;
  /** Members that cannot be read; none: the rule is as it was written. */
  readonly left: ReadonlySet<string>;
}
function readableRules(rules: readonly unknown[], unreadable: readonly MappingFault[]): readonly Readable[] {
  const wrong = new Map<string, Set<string>>();
  for (const [member, i = '', key = ''] of unreadable.map(segmentsOf))
    if (member === 'rules') wrong.set(i, (wrong.get(i) ?? new Set()).add(key));
  return rules.flatMap((rule, i): readonly Readable[] => {
    if (!isRecord(rule)) return [];
    const left = wrong.get(String(i)) ?? new Set();
    const kept = Object.entries(rule).filter(([key]) => !left.has(key) && key in ruleSchema.shape);
    const parsed = ruleSchema.safeParse({ ...(left.size > 0 ? standIns : {}), ...Object.fromEntries(kept) });
    return parsed.success ? [{ rule: parsed.data, pointer: `/rules/${i}`, left }] : [];
  });
}

/** What is wrong with what can be read, beside what cannot: nobody is to mend a file twice. */
function faultsBeside(
  input: unknown,
  unreadable: readonly MappingFault[],
  around: Surroundings,
): readonly MappingFault[] {
  if (!isRecord(input) || !Array.isArray(input['rules'])) return [];
  const wrong = new Set(unreadable.map((fault) => segmentsOf(fault)[0] ?? ''));
  const known = Object.entries(input).filter(([key]) => !wrong.has(key) && key in mappingSchema.shape);
  const parsed = mappingSchema.safeParse({
    title: standIns.title,
    ...Object.fromEntries(known),
    rules: [],
    use: [],
  });
  const rules = readableRules(input['rules'], unreadable);
  if (!parsed.success) return [];
  const leftOf = new Map(rules.map(({ pointer, left }) => [pointer, left]));
  return publishFaults(parsed.data, rules, around).filter((fault) => {
    // A setting may only look wrong without what is left out, and a warning tells of what is whole.
    const [member, i = '', key = ''] = segmentsOf(fault);
    if (fault.severity !== 'error' || member !== 'rules') return false;
    const left = leftOf.get(`/rules/${i}`);
    return left?.size === 0 || (left !== undefined && ownNames.has(key) && !left.has(key));
  });
}

export function parseMapping(input: unknown, around: Surroundings): ParsedMapping {
  const tooLarge = sizeFaults(input);
  if (tooLarge.length > 0) return refused(tooLarge);
  const named = withCurrentNames(input);
  const parsed = mappingSchema.safeParse(named);
  if (!parsed.success) {
    const unreadable = schemaFaults(parsed.error).map((fault) => ({ ...fault, severity: 'error' as const }));
    return refused([...unreadable, ...faultsBeside(named, unreadable, around)]);
  }
  const { use = [], ...mapping } = parsed.data;
  const items = use.map(rulesOfItem);
  const placed: readonly PlacedRule[] = [
    ...mapping.rules.map((rule, i) => ({ rule, pointer: `/rules/${i}` })),
    ...items.flatMap(({ rules }) => rules),
  ];
  const rules: Rule[] = placed.map(({ rule }) => rule);
  if (rules.length > maxRules) return refused(sizeFaults({ rules }));
  const faults = [
    ...items.flatMap((item) => item.faults),
    ...publishFaults(mapping, placed, around).map(placeOf),
  ];
  return faults.some(({ severity }) => severity === 'error')
    ? refused(faults)
    : { ok: true, mapping: { ...mapping, rules }, warnings: distinct(faults) };
}
