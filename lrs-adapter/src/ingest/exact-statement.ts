// SPDX-License-Identifier: Apache-2.0
/**
 * The statement as it goes out: the exact text that came in, with what the LRS has to say spliced in. `stored` and `authority`
 * are ours to say, whatever the sender wrote (xAPI 1.0.3 Data 2.4.8, 2.4.9); the authority only where its source is not trusted.
 */
import type { StoredStatement } from '@cairn/store';
import { exactText, type VersionRules } from '@cairn/xapi';
import { ownAuthority } from './authority.ts';

/** A reader of 1.0.3 refuses a statement that says 2.0.0 of itself; forwarders rewrite it the same way. */
function foreignVersion(text: string, { statementVersion, defaultStatementVersion }: VersionRules) {
  if (!/"version"\s*:\s*"2/.test(text)) return {};
  const { version } = JSON.parse(text) as { readonly version?: string };
  return version === undefined || statementVersion.test(version) ? {} : { version: defaultStatementVersion };
}

/** `rules`: of the version that is answered in. `url`: of this Cairn. */
export function exactStatement(
  { id, text, stored, timestamp, sourceId, hasOwnAuthority }: StoredStatement,
  url: string,
  rules: VersionRules,
): string {
  return exactText(text, {
    replaced: {
      stored: new Date(stored).toISOString(),
      ...(hasOwnAuthority ? {} : { authority: ownAuthority(url, sourceId) }),
      ...foreignVersion(text, rules),
    },
    added: {
      id,
      timestamp: new Date(timestamp).toISOString(),
      version: rules.defaultStatementVersion,
    },
    writesTime: rules.answeredTime,
    withoutContextActors: !rules.hasContextActors,
  });
}
