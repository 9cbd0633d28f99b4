/** Two devices, and how files and results spell them. */
import { sampleDevices } from '../device-csv/samples.ts'

const none = { serialNumber: '', hash: '' }

export const [a = none, , b = none] = sampleDevices

export const titles =
  'Device Serial Number,Windows Product ID,Hardware Hash,Group Tag,Assigned User'

export const lines = (...all: readonly string[]) => `${all.join('\r\n')}\r\n`

/** Of both, with the tags and users that most files give them, as `short` writes them. */
export const both = [
  `${a.serialNumber}|Sales|a@contoso.test`,
  `${b.serialNumber}|Kiosk|b@contoso.test`,
]
