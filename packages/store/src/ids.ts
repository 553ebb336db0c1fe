// SPDX-License-Identifier: Apache-2.0
/** Statement ids between their text and MongoDB's 16 bytes. */
import { type Binary, UUID } from 'mongodb';

export const toBinary = (id: string): Binary => new UUID(id).toBinary();
export const toId = (binary: Binary): string => binary.toUUID().toHexString();
