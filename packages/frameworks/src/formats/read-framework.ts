// SPDX-License-Identifier: Apache-2.0
/** A document of whatever format → framework, or everything that is wrong with it. */
import { refused } from '../faults.ts';
import type { FrameworkFormat, ReadFramework, ReadOptions } from './format.types.ts';
import { formats } from './registry.ts';

/** The one that is surest of a document; undefined when none takes it for its own. */
export function formatOf(
  document: unknown,
  among: readonly FrameworkFormat[] = formats,
): FrameworkFormat | undefined {
  const [surest] = among
    .map((format) => ({ format, sureness: format.detect(document) }))
    .filter(({ sureness }) => sureness > 0)
    .sort((a, b) => b.sureness - a.sureness);
  return surest?.format;
}

/** By the format that is surest of it. @returns fault FORMAT_UNKNOWN when none takes it for its own. */
export function readFramework(
  document: unknown,
  among: readonly FrameworkFormat[] = formats,
  options: ReadOptions = {},
): ReadFramework {
  const format = formatOf(document, among);
  if (format) return format.parse(document, options);
  const known = among.map(({ title }) => title).join(', ');
  const message = `This is no framework in a format that Cairn knows: ${known}.`;
  return refused([{ pointer: '', code: 'FORMAT_UNKNOWN', message }]);
}
