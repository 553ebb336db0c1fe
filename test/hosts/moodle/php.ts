// SPDX-License-Identifier: Apache-2.0
/** The PHP that is on this machine, with the settings that Moodle asks for. */
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

const program = 'php';
/** Those that Moodle 4.4 asks for and that PHP may be built or packaged without. */
const extensions = [
  'curl',
  'dom',
  'gd',
  'intl',
  'mbstring',
  'pgsql',
  'simplexml',
  'sodium',
  'xmlreader',
  'zip',
];
const settings = ['max_input_vars=5000', 'memory_limit=512M', 'opcache.enable_cli=1'];

export const phpArguments: readonly string[] = settings.flatMap((one) => ['-d', one]);

/** What of it is missing on this machine, in words. */
export function missingOfPhp(): readonly string[] {
  const asked = spawnSync(
    program,
    ['-r', 'echo implode(" ", array_map("strtolower", get_loaded_extensions()));'],
    {
      encoding: 'utf8',
    },
  );
  if (asked.status !== 0) return ['PHP 8.1 or newer (the command "php")'];
  const there = new Set(asked.stdout.split(' '));
  return extensions.filter((one) => !there.has(one)).map((one) => `PHP's extension ${one}`);
}

/** What it printed. @throws with what it printed when it fails. */
export async function runPhp(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const options = { env: { ...process.env, ...env }, maxBuffer: 64 << 20 };
  try {
    return (await promisify(execFile)(program, [...phpArguments, ...args], options)).stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { readonly stdout?: string; readonly stderr?: string };
    throw new Error(`php ${args.join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
  }
}
