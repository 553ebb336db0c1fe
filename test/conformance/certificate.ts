// SPDX-License-Identifier: Apache-2.0
/** A key with a self-signed certificate, made for one test run: no key lies in the repository. DER by hand (RFC 5280 4.1). */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

const der = (tag: number, ...contents: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(contents);
  const length = content.length < 128 ? [content.length] : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
};
const sequence = (...contents: readonly Uint8Array[]) => der(0x30, ...contents);
const sha256WithRsa = sequence(der(0x06, Buffer.from('2a864886f70d01010b', 'hex')), der(0x05));
const bits = (content: Uint8Array) => der(0x03, Buffer.from([0]), content);
const commonName = (text: string) =>
  sequence(der(0x31, sequence(der(0x06, Buffer.from('550403', 'hex')), der(0x0c, Buffer.from(text)))));

export interface Signer {
  readonly key: KeyObject;
  /** Base64 of the certificate, as x5c holds it. */
  readonly certificate: string;
}

export function makeSigner(): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    sha256WithRsa,
    commonName('Cairn test'),
    sequence(der(0x17, Buffer.from('260101000000Z')), der(0x17, Buffer.from('360101000000Z'))),
    commonName('Cairn test'),
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', content, privateKey);
  return {
    key: privateKey,
    certificate: sequence(content, sha256WithRsa, bits(signature)).toString('base64'),
  };
}
