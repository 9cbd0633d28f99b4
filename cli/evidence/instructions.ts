/** The page that lies on top of a pack. */
import type { Given } from './pack.ts'

export function instructions({ serialNumber }: Given, missing: readonly string[]): string {
  return `Evidence for the deregistration of the device ${serialNumber}

1. Open a support case with Microsoft: Intune admin center, Help and support; or by your volume licensing agreement.
2. Title it: Autopilot Deregistration Request
3. Attach device.csv, the proof of ownership and the diagnostics cabinet, and quote error.json.

The proof has to be the original document, not a screenshot, and must show a unique id of the device and your company's name.
Premier customers need no proof, but must have the device in their hands. How long it takes is not stated anywhere.
[documented: Microsoft, "Motherboard replacement scenario guidance", FAQ; support article on deregistration]

${missing.length === 0 ? 'The pack is complete.' : `Missing:\n${missing.map((each) => `- ${each}`).join('\n')}`}

With device.csv anybody could register the device: give the pack to Microsoft's support alone.
`
}
