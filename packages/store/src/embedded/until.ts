// SPDX-License-Identifier: Apache-2.0
/** Waits for what nobody tells. Returns whether it came true within that time. */
export async function until(isTrue: () => Promise<boolean>, withinMs: number): Promise<boolean> {
  for (const end = performance.now() + withinMs; performance.now() < end;) {
    if (await isTrue()) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return isTrue();
}
