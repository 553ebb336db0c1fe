// SPDX-License-Identifier: Apache-2.0
// pnpm leaves out of the lockfile what a registry does not have. A platform's binary that is missing there breaks the
// frozen install of everyone on that platform, so it is a fault here.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './workspace.mjs';

const store = path.join(root, 'node_modules/.pnpm');
// Optional packages that are no platform's binary, or that we do without on purpose.
const notNeeded =
  /^(mongodb-memory-server|kerberos|snappy|socks|gcp-metadata|mongodb-client-encryption|@mongodb-js\/|@aws-sdk\/)/;

function* manifests() {
  for (const entry of readdirSync(store)) {
    const modules = path.join(store, entry, 'node_modules');
    const [scope] = entry.startsWith('@') ? entry.slice(1).split('+') : [];
    const name = scope
      ? `@${scope}/${entry.slice(scope.length + 2).replace(/@.*/, '')}`
      : entry.replace(/@.*/, '');
    try {
      yield JSON.parse(readFileSync(path.join(modules, name, 'package.json'), 'utf8'));
    } catch {
      // Not a package folder (lock.yaml, node_modules).
    }
  }
}

/** "package@version lacks name" for each optional dependency that the lockfile does not know. */
export function missingPlatformBinaries() {
  const lock = readFileSync(path.join(root, 'pnpm-lock.yaml'), 'utf8');
  const locked = new Set([...lock.matchAll(/^ {2}'?(@?[^'\s@][^'\s]*?)@\d/gm)].map((match) => match[1]));
  const missing = [];
  for (const { name, version, optionalDependencies } of manifests()) {
    // Left over from an earlier install: nobody gets it from this lockfile.
    if (!locked.has(name)) continue;
    for (const wanted of Object.keys(optionalDependencies ?? {}))
      if (!locked.has(wanted) && !notNeeded.test(wanted)) missing.push(`${name}@${version} lacks ${wanted}`);
  }
  return missing;
}
