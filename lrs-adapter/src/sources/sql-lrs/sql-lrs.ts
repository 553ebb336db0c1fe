// SPDX-License-Identifier: Apache-2.0
/** Yet's SQL LRS. It has no forwarding of its own: LRSPipe carries its statements. See the README beside this. */
import { lrspipe } from '../lrspipe/lrspipe.ts';
import type { SourcePreset } from '../preset.types.ts';

export const sqlLrs: SourcePreset = { ...lrspipe, id: 'sql-lrs', title: 'SQL LRS (through LRSPipe)' };
