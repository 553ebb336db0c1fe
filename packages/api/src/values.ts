// SPDX-License-Identifier: Apache-2.0
/** What many parts of the contract are made of. */
import { z } from 'zod';

export const instantSchema = z.iso.datetime().meta({ description: 'RFC 3339, UTC' });
export const textSchema = z.record(z.string(), z.string()).meta({ description: 'BCP 47 tag → text' });
