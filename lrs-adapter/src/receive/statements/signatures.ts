// SPDX-License-Identifier: Apache-2.0
/**
 * Signed statements (Data 2.6): the signature is a JWS over the statement itself. Refused when it is malformed, says something
 * else than the statement, or fails against the certificate that it brings. Who the certificate belongs to is not judged here.
 */
import { createHash } from 'node:crypto';
import { comparisonHash, type Statement, type XapiVersion, validateStatement } from '@cairn/xapi';
import { compactVerify, decodeProtectedHeader, importX509 } from 'jose';
import type { ReadyStatement } from '../../ingest/prepare-statement.ts';
import { ProblemError } from '../../problem-error.ts';
import { attachmentsOf } from './attachments.ts';
import type { StatementBody } from './statement-body.ts';

const usageType = 'http://adlnet.gov/expapi/attachments/signature';
const algorithms = new Set(['RS256', 'RS384', 'RS512']);

const sha256 = (text: string) => createHash('sha256').update(text).digest();

function payloadOf(jws: string): unknown {
  const [, payload = ''] = jws.split('.');
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(payload, 'base64url')));
}

function isSame(statement: Statement, payload: unknown, version: XapiVersion): boolean {
  if (typeof payload !== 'object' || payload === null || validateStatement(payload, '', version).length > 0)
    return false;
  const hashOf = (one: Statement) => Buffer.from(comparisonHash(one, sha256, version));
  return hashOf(statement).equals(hashOf(payload as Statement));
}

const pem = (certificate: string) =>
  `-----BEGIN CERTIFICATE-----\n${certificate.replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----`;

/** What is wrong with a signature; null when nothing is. */
async function faultOf(statement: Statement, jws: string, version: XapiVersion): Promise<string | null> {
  let header: ReturnType<typeof decodeProtectedHeader>;
  let payload: unknown;
  try {
    header = decodeProtectedHeader(jws);
    payload = payloadOf(jws);
    if (jws.split('.').length !== 3) throw new Error('no compact JWS');
  } catch {
    return 'It is no JWS in compact form with a JSON header and a JSON payload.';
  }
  const { alg = 'none', x5c } = header;
  if (!algorithms.has(alg)) return `Its algorithm is ${alg}; use RS256, RS384 or RS512.`;
  if (!isSame(statement, payload, version)) return 'What it signs is not this statement.';
  if (x5c === undefined) return null;
  try {
    await compactVerify(jws, await importX509(pem(x5c[0] ?? ''), alg));
    return null;
  } catch {
    return 'It does not fit the first certificate of its x5c header.';
  }
}

/** @throws {ProblemError} 400 saying which signature is wrong and why. */
export async function checkSignatures(
  { statement, pointer }: Pick<ReadyStatement, 'statement' | 'pointer'>,
  contents: StatementBody['contents'],
  version: XapiVersion,
): Promise<void> {
  for (const { attachment, pointer: place } of attachmentsOf(statement)) {
    if (attachment.usageType !== usageType) continue;
    const content = contents?.get(attachment.sha2.toLowerCase());
    const fault =
      attachment.contentType !== 'application/octet-stream'
        ? 'A signature needs the contentType application/octet-stream.'
        : content && (await faultOf(statement, content.toString('latin1').trim(), version));
    if (typeof fault === 'string')
      throw new ProblemError(
        400,
        'SIGNATURE',
        'A signature is wrong',
        `At "${pointer}${place}": ${fault} Nothing of this request was stored.`,
        [{ pointer: `${pointer}${place}`, code: 'SIGNATURE', message: fault, rule: 'xAPI 1.0.3 Data 2.6' }],
      );
  }
}
