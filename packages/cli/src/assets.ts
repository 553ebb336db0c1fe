// SPDX-License-Identifier: Apache-2.0
/** Where the built pages are. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folderOf = (name: string, folder: string) =>
  path.join(path.dirname(fileURLToPath(import.meta.resolve(`${name}/package.json`))), folder);

export const assets = {
  embed: folderOf('@cairn/widgets', 'site'),
  admin: folderOf('@cairn/admin', 'site'),
} as const;
