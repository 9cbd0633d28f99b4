/** Files that only the server reads: archives, event logs, old spreadsheets. */
import type { Collected } from 'taxiway-autopilot/admin'
import { admin, ask } from './ask.ts'

export async function collectFile({
  name,
  file,
}: {
  name: string
  file: Blob
}): Promise<Collected> {
  const content = await base64(file)
  return ask<Collected>(`${admin}/collect`, {
    method: 'POST',
    body: { name: name.slice(-255), content },
  })
}

function base64(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => reject(reader.error ?? new Error('The file could not be read.'))
    reader.readAsDataURL(file)
  })
}
