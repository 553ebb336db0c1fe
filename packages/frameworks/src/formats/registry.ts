// SPDX-License-Identifier: Apache-2.0
/** Every format that frameworks are imported from, one line each. */
import { cairnJson } from './cairn-json/cairn-json.ts';
import type { FrameworkFormat } from './format.types.ts';

export const formats = [cairnJson] as const satisfies readonly FrameworkFormat[];
