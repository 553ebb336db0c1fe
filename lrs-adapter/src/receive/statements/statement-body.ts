// SPDX-License-Identifier: Apache-2.0
/** The body of POST and PUT /statements: JSON, or multipart with the content of attachments behind it (Communication 1.5). */
import { createHash } from 'node:crypto';
import { ProblemError } from '../../problem-error.ts';
import { jsonText, mediaType } from '../body-text.ts';
import { boundaryOf, parseMultipart, type Part } from '../multipart/parse-multipart.ts';

export interface StatementBody {
  readonly text: string;
  /** Contents by SHA-2 in lower-case hexadecimal; null: a body of JSON, which can have none. */
  readonly contents: ReadonlyMap<string, Buffer> | null;
}

/** SHA-2 by the number of its hexadecimal digits. */
export const sha2Algorithms: Readonly<Record<number, string>> = {
  56: 'sha224',
  64: 'sha256',
  96: 'sha384',
  128: 'sha512',
};

const wrongPart = (i: number, detail: string) =>
  new ProblemError(400, 'ATTACHMENT_PART', 'A part of the body is wrong', `Part ${i + 1}: ${detail}`);

function contentOf({ headers, content }: Part, i: number): readonly [sha2: string, content: Buffer] {
  if (headers.get('content-transfer-encoding')?.toLowerCase() !== 'binary')
    throw wrongPart(i, 'It needs the header Content-Transfer-Encoding: binary.');
  const sha2 = headers.get('x-experience-api-hash')?.toLowerCase() ?? '';
  const algorithm = sha2Algorithms[sha2.length];
  if (algorithm === undefined || !/^[0-9a-f]+$/.test(sha2))
    throw wrongPart(
      i,
      'It needs the header X-Experience-API-Hash with the hexadecimal SHA-2 of its content.',
    );
  const real = createHash(algorithm).update(content).digest('hex');
  if (real !== sha2)
    throw wrongPart(
      i,
      `Its content has the hash ${real}, not ${sha2} as its header says. Send it unchanged.`,
    );
  return [sha2, content];
}

/** What is wrong of one part is as good as not sent: whoever names it is refused, and nobody else. */
function goodContents(parts: readonly Part[]): ReadonlyMap<string, Buffer> {
  const contents = new Map<string, Buffer>();
  for (const [i, part] of parts.entries())
    try {
      contents.set(...contentOf(part, i + 1));
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
    }
  return contents;
}

function multipart(bytes: Buffer, contentType: string, isSplit: boolean): StatementBody {
  const [first, ...others] = parseMultipart(bytes, boundaryOf(contentType));
  if (!first || mediaType(first.headers.get('content-type')) !== 'application/json')
    throw wrongPart(0, 'The first part must have the content type application/json and hold all statements.');
  return {
    text: jsonText(first.content),
    contents: isSplit ? goodContents(others) : new Map(others.map((part, i) => contentOf(part, i + 1))),
  };
}

/**
 * @param isSplit its statements are taken one by one: a wrong part stands in the way of those alone that name it.
 * @throws {ProblemError} 400 for another type, or saying which part is wrong.
 */
export function statementBody(bytes: Uint8Array, contentType: string, isSplit = false): StatementBody {
  const type = mediaType(contentType);
  if (type === 'multipart/mixed')
    return multipart(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), contentType, isSplit);
  if (type === 'application/json') return { text: jsonText(bytes), contents: null };
  throw new ProblemError(
    400,
    'CONTENT_TYPE',
    'JSON is needed',
    `The content type is "${type === '' ? 'none' : type.slice(0, 60)}". Send statements as application/json, or as multipart/mixed with the content of attachments.`,
  );
}
