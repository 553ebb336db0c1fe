// SPDX-License-Identifier: Apache-2.0
/** Attachments of statements against the contents that came with them (Data 2.4.11): none missing, none too many. */
import { type Attachment, type Fault, isSubStatement, type Statement } from '@cairn/xapi';
import { maxFaults } from '../../limits.ts';
import type { ReadyStatement } from '../../ingest/prepare-statement.ts';
import { ProblemError } from '../../problem-error.ts';
import type { StatementBody } from './statement-body.ts';

export interface PlacedAttachment {
  readonly attachment: Attachment;
  /** JSON pointer within its statement. */
  readonly pointer: string;
}

/** Those of the statement and of its SubStatement. */
export function attachmentsOf({ attachments, object }: Statement): readonly PlacedAttachment[] {
  const own = attachments?.map((attachment, i) => ({ attachment, pointer: `/attachments/${i}` })) ?? [];
  if (!isSubStatement(object) || !object.attachments) return own;
  return [
    ...own,
    ...object.attachments.map((attachment, i) => ({ attachment, pointer: `/object/attachments/${i}` })),
  ];
}

/** Attachments of a statement whose content is nowhere. `contents`: null for a body of JSON. `held`: hashes that need not come along. */
export function missingContents(
  { statement, pointer: at }: Pick<ReadyStatement, 'statement' | 'pointer'>,
  contents: StatementBody['contents'],
  held?: ReadonlySet<string>,
): readonly Fault[] {
  return attachmentsOf(statement).flatMap(({ attachment, pointer }) => {
    const sha2 = attachment.sha2.toLowerCase();
    if (attachment.fileUrl !== undefined || contents?.has(sha2) === true || held?.has(sha2) === true)
      return [];
    return [
      {
        pointer: `${at}${pointer}`,
        code: 'ATTACHMENT_MISSING',
        message: `Neither a fileUrl nor a part of the body with the hash ${sha2} is there. Send its content in a multipart/mixed body.`,
        rule: 'xAPI 1.0.3 Data 2.4.11',
      },
    ];
  });
}

/** `contents`: null for a body of JSON. @throws {ProblemError} 400 naming each attachment or part. */
export function checkContents(batch: readonly ReadyStatement[], contents: StatementBody['contents']): void {
  const faults = batch.flatMap((one) => missingContents(one, contents));
  const named = new Set(
    batch.flatMap(({ statement }) =>
      attachmentsOf(statement).map(({ attachment }) => attachment.sha2.toLowerCase()),
    ),
  );
  for (const sha2 of contents?.keys() ?? [])
    if (!named.has(sha2))
      faults.push({
        pointer: '',
        code: 'ATTACHMENT_UNNAMED',
        message: `No statement names the part with the hash ${sha2}. Leave it out.`,
        rule: 'xAPI 1.0.3 Communication 1.5.2',
      });
  const [first] = faults;
  if (first)
    throw new ProblemError(
      400,
      'ATTACHMENTS',
      'Attachments and statements do not fit together',
      `At "${first.pointer}": ${first.message} Nothing of this request was stored.`,
      faults.slice(0, maxFaults),
    );
}
