// SPDX-License-Identifier: Apache-2.0
/**
 * Unknown value → CASE package, or everything that is wrong with it, each with its path. Member by member, so that a large package
 * with many faults needs no more memory than a good one; what is given back is what came, not a copy.
 */
import type { z } from 'zod';
import { findRing } from '../../find-ring.ts';
import { type FrameworkFault, mostFaults, type Refused, refused, schemaFaults } from '../../faults.ts';
import {
  cfAssociationSchema,
  cfDefinitionsSchema,
  cfDocumentSchema,
  cfItemSchema,
  type CfPackage,
  cfRubricSchema,
} from './case.schema.ts';

export type CheckedPackage = { readonly ok: true; readonly package: CfPackage } | Refused;

type Fields = Readonly<Record<string, unknown>>;
export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const members = ['CFDocument', 'CFItems', 'CFAssociations', 'CFDefinitions', 'CFRubrics', 'extensions'];

class Faults {
  readonly listed: FrameworkFault[] = [];
  more = 0;

  add(found: readonly FrameworkFault[]): void {
    for (const fault of found)
      if (this.listed.length < mostFaults) this.listed.push(fault);
      else this.more += 1;
  }
  check(schema: z.ZodType, value: unknown, at: string): void {
    const parsed = schema.safeParse(value);
    if (!parsed.success)
      this.add(schemaFaults(parsed.error).map((fault) => ({ ...fault, pointer: at + fault.pointer })));
  }
  checkAll(schema: z.ZodType, value: unknown, at: string): void {
    if (value === undefined) return;
    if (!Array.isArray(value))
      this.add([{ pointer: at, code: 'INVALID_TYPE', message: 'It must be a list.' }]);
    else value.forEach((one, i) => this.check(schema, one, `${at}/${i}`));
  }
}

/** Of what has an identifier, whatever it is: none may stand twice. */
function repeatedIdentifiers(value: Fields): readonly FrameworkFault[] {
  const seen = new Map<string, string>();
  const of = (list: unknown, at: string) =>
    (Array.isArray(list) ? list : []).flatMap((one, i): readonly FrameworkFault[] => {
      const identifier: unknown = isFields(one) ? one['identifier'] : undefined;
      if (typeof identifier !== 'string') return [];
      const key = identifier.toLowerCase();
      const before = seen.get(key);
      const pointer = `${at}/${i}/identifier`;
      if (before === undefined) {
        seen.set(key, pointer);
        return [];
      }
      return [
        {
          pointer,
          code: 'ID_REPEATED',
          message: `The identifier ${identifier} stands at ${before} already.`,
        },
      ];
    });
  return [
    ...of([value['CFDocument']], '/CFDocument'),
    ...of(value['CFItems'], '/CFItems'),
    ...of(value['CFAssociations'], '/CFAssociations'),
  ];
}

const acyclic = ['isChildOf', 'isPartOf', 'precedes', 'replacedBy'];

/** Beside other faults: of a package without any the framework that is made of it is asked, which says it by name. */
function rings({ CFAssociations: list }: Fields): readonly FrameworkFault[] {
  const edges = (Array.isArray(list) ? list : []).flatMap((one) => {
    if (!isFields(one)) return [];
    const [origin, destination] = [one['originNodeURI'], one['destinationNodeURI']].map((end) =>
      isFields(end) && typeof end['identifier'] === 'string' ? end['identifier'].toLowerCase() : null,
    );
    return origin && destination ? [{ type: one['associationType'], origin, destination }] : [];
  });
  return acyclic.flatMap((wanted): readonly FrameworkFault[] => {
    const ring = findRing(edges.filter(({ type }) => type === wanted));
    return ring
      ? [
          {
            pointer: '/CFAssociations',
            code: 'RELATION_CYCLE',
            message: `${wanted} leads back to itself: ${ring.join(' → ')}. Take one of these relations out.`,
          },
        ]
      : [];
  });
}

export function checkPackage(value: unknown): CheckedPackage {
  if (!isFields(value))
    return refused([{ pointer: '', code: 'INVALID_TYPE', message: 'A CASE package is an object.' }]);
  const faults = new Faults();
  const strangers = Object.keys(value).filter((key) => !members.includes(key));
  faults.add(
    strangers.map((key) => ({
      pointer: `/${key}`,
      code: 'UNRECOGNIZED_KEYS',
      message: `There is no "${key}" here; what is one's own goes into "extensions".`,
    })),
  );
  faults.check(cfDocumentSchema, value['CFDocument'], '/CFDocument');
  faults.checkAll(cfItemSchema, value['CFItems'], '/CFItems');
  faults.checkAll(cfAssociationSchema, value['CFAssociations'], '/CFAssociations');
  if (value['CFDefinitions'] !== undefined)
    faults.check(cfDefinitionsSchema, value['CFDefinitions'], '/CFDefinitions');
  faults.checkAll(cfRubricSchema, value['CFRubrics'], '/CFRubrics');
  if (value['extensions'] !== undefined && !isFields(value['extensions']))
    faults.add([{ pointer: '/extensions', code: 'INVALID_TYPE', message: 'It must be an object.' }]);
  faults.add(repeatedIdentifiers(value));
  if (faults.listed.length > 0) faults.add(rings(value));
  return faults.listed.length > 0
    ? refused(faults.listed, faults.more)
    : { ok: true, package: value as unknown as CfPackage };
}
