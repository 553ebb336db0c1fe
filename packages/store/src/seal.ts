// SPDX-License-Identifier: Apache-2.0
/** What must be used again is kept sealed: AES-256-GCM under a key from CAIRN_SECRET_KEY. A copy of the database alone opens nothing. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { StoreError } from './store.errors.ts';

export interface Seal {
  readonly close: (text: string) => Buffer;
  /** @throws {StoreError} SECRET_KEY when it was sealed with another key or has been changed. */
  readonly open: (sealed: Uint8Array) => string;
}
const nonceBytes = 12;
const tagBytes = 16;

/** @throws {StoreError} SECRET_KEY on first use when there is no key. */
export function createSeal(secretKey: string | undefined): Seal {
  const key =
    secretKey === undefined ? null : Buffer.from(hkdfSync('sha256', secretKey, '', 'cairn seal', 32));
  const needed = () => {
    if (key) return key;
    throw new StoreError(
      'SECRET_KEY',
      'Set CAIRN_SECRET_KEY: without it no secret can be kept or used again.',
    );
  };
  return {
    close: (text) => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', needed(), nonce);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    open: (sealed) => {
      const decipher = createDecipheriv('aes-256-gcm', needed(), sealed.subarray(0, nonceBytes));
      decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
      try {
        return (
          decipher.update(sealed.subarray(nonceBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8')
        );
      } catch {
        throw new StoreError(
          'SECRET_KEY',
          'CAIRN_SECRET_KEY is another than the one that this secret was sealed with.',
        );
      }
    },
  };
}
