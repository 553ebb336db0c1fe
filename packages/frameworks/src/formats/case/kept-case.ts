// SPDX-License-Identifier: Apache-2.0
/**
 * What makes CASE lossless: beside each thing of the model lies what writing it would not give by itself. `set`: properties that are
 * otherwise than they would be written; `unset`: those that would be written and were not there.
 */
import type { Kept } from '../../framework.schema.ts';
import { isSameValue } from '../../same-value.ts';

type Fields = Readonly<Record<string, unknown>>;
export interface KeptCase {
  readonly set?: Fields;
  readonly unset?: readonly string[];
}
interface HasKept {
  readonly kept?: Kept | undefined;
}

export const keptCase = ({ kept }: HasKept): KeptCase => kept?.['case'] ?? {};

/** Key under which Cairn writes what CASE has no property for. */
export const ownExtension = 'cairn';

const withoutOwn = (extensions: unknown): Fields | undefined => {
  if (typeof extensions !== 'object' || extensions === null) return undefined;
  const { [ownExtension]: own, ...others } = extensions as Fields;
  // An empty one was written empty, unless all that it had was ours.
  return Object.keys(others).length > 0 || own === undefined ? others : undefined;
};

/** undefined: writing gives what came. Cairn's own extension is always written anew. */
export function difference(came: object, written: object): KeptCase | undefined {
  const { extensions: cameExtensions, ...cameFields } = came as Fields;
  const { extensions: _written, ...writtenFields } = written as Fields;
  const others = withoutOwn(cameExtensions);
  const changed = Object.entries(cameFields).filter(
    ([key, value]) => !isSameValue(value, writtenFields[key]),
  );
  const set = Object.fromEntries([...changed, ...(others ? [['extensions', others] as const] : [])]);
  const unset = Object.keys(writtenFields).filter((key) => !Object.hasOwn(cameFields, key));
  if (Object.keys(set).length === 0 && unset.length === 0) return undefined;
  return { ...(Object.keys(set).length > 0 ? { set } : {}), ...(unset.length > 0 ? { unset } : {}) };
}

/** What came, again: written, with what was otherwise. */
export function restored<T extends object>(written: T, { set = {}, unset = [] }: KeptCase): T {
  const { extensions: others, ...changed } = set;
  const { extensions: own, ...fields } = { ...written, ...changed } as Fields;
  for (const key of unset) Reflect.deleteProperty(fields, key);
  const extensions =
    others === undefined && own === undefined
      ? {}
      : { extensions: { ...(others as Fields | undefined), ...(own as Fields | undefined) } };
  return { ...fields, ...extensions } as T;
}
