/** Imports over Graph as a script makes them: chunks of 500 one after the other, then a look at the last row until it is decided. */
import { setTimeout as pause } from 'node:timers/promises'
import { fetchOver } from './load.ts'

const collection = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'
const chunkSize = 500
const pollMs = 50

/** Resolves when every row has its verdict; rows are decided in about the order in which they came. */
export async function importOver(
  { origin, token }: { readonly origin: string; readonly token: string },
  hashes: readonly string[],
): Promise<void> {
  const headers = { authorization: `Bearer ${token}` }
  const lastOfEach: string[] = []
  for (let from = 0; from < hashes.length; from += chunkSize) {
    const rows = hashes
      .slice(from, from + chunkSize)
      .map((hardwareIdentifier) => ({ hardwareIdentifier, serialNumber: '' }))
    const answer = await fetchOver(
      `${origin}${collection}/import`,
      headers,
      JSON.stringify({ importedWindowsAutopilotDeviceIdentities: rows }),
    )
    const last = (answer['value'] as readonly { id: string }[]).at(-1)
    if (last === undefined) throw new Error(`An import was refused: ${JSON.stringify(answer)}`)
    lastOfEach.push(last.id)
  }
  for (const id of lastOfEach) {
    while (!(await isDecided(`${origin}${collection}/${id}`, headers))) await pause(pollMs)
  }
}

async function isDecided(url: string, headers: Readonly<Record<string, string>>) {
  const { state } = (await fetchOver(url, headers)) as { state?: { deviceImportStatus: string } }
  const status = state?.deviceImportStatus
  return status === 'complete' || status === 'error'
}
