// SPDX-License-Identifier: Apache-2.0
/** What people do with the Cairn block in this Moodle, each in a browser of their own. */
import type { Page } from 'playwright';
import { settled } from './settled.ts';
import type { Moodle } from './start-moodle.ts';

const settingsOfBlock = '/admin/settings.php?section=blocksettingcairn';
/** What a block shows that nobody has configured. */
const firstView = 'Competencies';
const connectionTest = '/blocks/cairn/connection.php';

/** An administrator fills in the settings. */
export async function setUpBlock(
  page: Page,
  { url }: Moodle,
  { server, portal, secret }: { readonly server: string; readonly portal: string; readonly secret: string },
): Promise<string> {
  await page.goto(`${url}${settingsOfBlock}`);
  await page.getByLabel('Address of Cairn').fill(server);
  await page.getByLabel('Portal', { exact: true }).fill(portal);
  await page.getByRole('link', { name: /Click to enter text|Edit password/ }).click();
  const field = page.locator('#id_s_block_cairn_secret');
  await field.fill(secret);
  await field.press('Enter');
  // Some are hidden until another is chosen.
  const said = (await page.locator('body').textContent()) ?? '';
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page.getByText('Changes saved').waitFor();
  return said;
}

/** State of each check, by its name, and all that the page says. */
export async function testConnection(
  page: Page,
  { url }: Moodle,
): Promise<{ readonly states: Readonly<Record<string, string>>; readonly said: string }> {
  await page.goto(`${url}${connectionTest}`);
  const rows = await page.locator('table tbody tr').all();
  const cells = await Promise.all(
    rows.map(async (row) => [
      await row.locator('th').innerText(),
      await row.locator('td').first().innerText(),
    ]),
  );
  return {
    states: Object.fromEntries(cells) as Record<string, string>,
    said: await page.locator('[role=main]').innerText(),
  };
}

/** Blocks that stand beside a page may be folded away. */
export async function openDrawer(page: Page): Promise<void> {
  await settled(page);
  const open = page.getByRole('button', { name: 'Open block drawer' });
  if (await open.isVisible()) await open.click();
}

async function setEditing(page: Page, isOn: boolean): Promise<void> {
  await settled(page);
  await page.getByLabel('Edit mode').setChecked(isOn);
  await page.locator(isOn ? 'body.editing' : 'body:not(.editing)').waitFor();
  await openDrawer(page);
}

/** Puts a block on the page that is open, and leaves it showing this view. */
export async function addBlock(page: Page, view: string): Promise<void> {
  await setEditing(page, true);
  const before = await page.locator('.block_cairn').count();
  // The last one is the widest: beside the drawer a dashboard has a region in its middle.
  await page.locator('[data-key=addblock]').filter({ visible: true }).last().click();
  await page.getByRole('dialog').getByRole('link', { name: 'Cairn', exact: true }).click();
  await page.locator('.block_cairn').nth(before).waitFor();
  await settled(page);
  const called = (title: string) =>
    page.locator('.block_cairn', { has: page.getByRole('heading', { name: title, exact: true }) });
  if (view !== firstView) {
    const block = called(firstView).last();
    await block.locator('.block-controls .dropdown-toggle').click();
    await block.getByRole('menuitem', { name: /^Configure/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Show', { exact: true }).selectOption({ label: view });
    await dialog.getByRole('button', { name: 'Save changes' }).click();
    await called(view).waitFor();
  }
  await setEditing(page, false);
}

/** A teacher looks for somebody by name; what is offered. */
export async function searchPerson(page: Page, name: string): Promise<readonly string[]> {
  const choice = page.locator('.block_cairn-choice');
  const answered = page.waitForResponse((response) => response.url().includes('block_cairn_search_people'));
  await choice.getByRole('combobox').fill(name);
  await answered;
  await settled(page);
  return choice.getByRole('listbox').last().getByRole('option').allInnerTexts();
}

/** Asks Moodle for a token as the block's script does, with other words if a test wants so. */
export const askForToken = (
  page: Page,
  given: { readonly contextid: number; readonly userid: number; readonly sesskey?: string },
): Promise<{
  readonly error: boolean | string;
  readonly data?: { readonly token: string; readonly person: string };
  readonly exception?: { readonly errorcode: string };
  readonly errorcode?: string;
}> =>
  page.evaluate(async ({ contextid, userid, sesskey }) => {
    const { M } = globalThis as unknown as { M: { cfg: { wwwroot: string; sesskey: string } } };
    const response = await fetch(
      `${M.cfg.wwwroot}/lib/ajax/service.php?sesskey=${sesskey ?? M.cfg.sesskey}`,
      {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify([
          { index: 0, methodname: 'block_cairn_get_token', args: { contextid, userid, isfresh: false } },
        ]),
      },
    );
    const answer = await response.json();
    return Array.isArray(answer) ? answer[0] : answer;
  }, given);

/** The number of the context of the page's block. */
export const contextOf = async (page: Page): Promise<number> =>
  Number(await page.locator('.block_cairn-main').first().getAttribute('data-context-id'));
