// SPDX-License-Identifier: Apache-2.0
/** Content → a short name of it: what is the same has the same, on any machine and at any time. */
import { stableJson } from '@cairn/xapi';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** 128 bits in hex of whatever is given, in canonical JSON. */
export const digest = (content: unknown): string =>
  bytesToHex(sha256(utf8ToBytes(stableJson(content))).slice(0, 16));
