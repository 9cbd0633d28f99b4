/** Something worth testing: a program of yours that waits for an import through Graph. */
export type Import = { readonly status: string; readonly errorName: string }

/** Asks every `pauseMs` until the import is decided; gives up after `maxRounds` looks. */
export async function waitForImport(
  look: () => Promise<Import>,
  { pauseMs = 15_000, maxRounds = 40 } = {},
): Promise<Import> {
  for (let round = 0; round < maxRounds; round++) {
    const found = await look()
    if (found.status !== 'unknown') return found
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
  throw new Error('The import was not decided in time.')
}
