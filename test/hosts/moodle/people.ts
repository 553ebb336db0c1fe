// SPDX-License-Identifier: Apache-2.0
/** What people do in this Moodle, each in a browser of their own. */
import type { Page } from 'playwright';
import type { Moodle } from './start-moodle.ts';

const settingsOfStores = '/admin/settings.php?section=managelogging';
const settingsOfStandardLog = '/admin/settings.php?section=logsettingstandard';
const settingsOfPlugin = '/admin/settings.php?section=logsettingxapi';
const errorLog = '/admin/tool/log/store/xapi/report.php?id=0';
const historicLog = '/admin/tool/log/store/xapi/report.php?id=1';
const scheduledTasks = '/admin/tool/task/scheduledtasks.php';

/** What the pages say that the guide sends an administrator to, after the store was enabled and set up as the guide has it. */
export async function setUpPlugin(
  page: Page,
  { url }: Moodle,
  lrs: { readonly endpoint: string; readonly key: string; readonly secret: string },
): Promise<string> {
  const said: string[] = [];
  const open = async (address: string) => {
    await page.goto(`${url}${address}`);
    said.push(await page.locator('body').innerText());
  };
  await open(settingsOfStores);
  await page.getByRole('row', { name: 'Logstore xAPI' }).getByRole('link', { name: 'Enable' }).click();
  await open(settingsOfPlugin);
  await page.getByLabel('LRS endpoint').fill(lrs.endpoint);
  await page.getByLabel('LRS auth key').fill(lrs.key);
  await page.getByRole('link', { name: 'Click to enter text' }).click();
  const secret = page.locator('#id_s_logstore_xapi_password');
  await secret.fill(lrs.secret);
  await secret.press('Enter');
  for (const event of ['mod_quiz_event_attempt_viewed', 'core_event_course_category_created'])
    await page.locator(`#id_s_logstore_xapi_routes__${event}`).uncheck();
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page.getByText('Changes saved').waitFor();
  for (const address of [settingsOfStandardLog, errorLog, historicLog, scheduledTasks]) await open(address);
  return said.join('\n');
}

/** Everything that failed is to be sent once more. */
export async function resendFailed(page: Page, { url }: Moodle): Promise<void> {
  await page.goto(`${url}${errorLog}`);
  await page.getByRole('button', { name: /^Resend \([1-9]/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Yes' }).click();
  await page.getByText('Events successfully sent for reprocessing').waitFor();
}

/** Reads a page, as the course asks for. */
export const readPage = (page: Page, { url }: Moodle, module: number): Promise<unknown> =>
  page.goto(`${url}/mod/page/view.php?id=${module}`);

/** One attempt at a quiz of true and false, handed in. `answers`: in the order of its questions. */
export async function takeQuiz(
  page: Page,
  { url }: Moodle,
  module: number,
  answers: readonly ('True' | 'False')[],
): Promise<void> {
  await page.goto(`${url}/mod/quiz/view.php?id=${module}`);
  await page.getByRole('button', { name: /^(Attempt|Re-attempt) quiz$/ }).click();
  for (const [i, answer] of answers.entries())
    await page.locator('.que').nth(i).getByLabel(answer, { exact: true }).check();
  await page.getByRole('button', { name: 'Finish attempt' }).click();
  await page.getByRole('button', { name: 'Submit all and finish' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Submit all and finish' }).click();
  await page.waitForURL('**/mod/quiz/review.php*');
}
