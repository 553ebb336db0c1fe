// SPDX-License-Identifier: Apache-2.0
/** A document of whatever format → framework, or everything that is wrong with it. */
import type { ParsedFramework } from '../parse-framework.ts';
import type { FrameworkFormat } from './format.types.ts';
import { formats } from './registry.ts';

/** By the format that is surest of it. @returns fault FORMAT_UNKNOWN when none takes it for its own. */
export function readFramework(
  document: unknown,
  among: readonly FrameworkFormat[] = formats,
): ParsedFramework {
  const [surest] = among
    .map((format) => ({ format, sureness: format.detect(document) }))
    .filter(({ sureness }) => sureness > 0)
    .sort((a, b) => b.sureness - a.sureness);
  if (surest) return surest.format.parse(document);
  const known = among.map(({ title }) => title).join(', ');
  const message = `This is no framework in a format that Cairn knows: ${known}.`;
  return { ok: false, faults: [{ pointer: '', code: 'FORMAT_UNKNOWN', message }] };
}
