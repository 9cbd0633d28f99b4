/** What the diagnostics page of Windows would put on a stick after this first start: keys, files, log, hash. */
import type { SimulatedDevice } from '../windows/simulated-device.ts'
import { autopilotLog, autopilotLogName } from './autopilot-log.ts'
import { registryText } from './registry-text.ts'
import { type ZipEntry, zipOf } from './zip.ts'

export function diagnosticsZip(device: SimulatedDevice): Buffer {
  return zipOf(diagnosticsOf(device))
}

export function diagnosticsOf(device: SimulatedDevice): readonly ZipEntry[] {
  const { serialNumber, kept, events, clock, hardware } = device
  const text = (content: string) => Buffer.from(content, 'utf8')
  const hash = `Device Serial Number,Windows Product ID,Hardware Hash\r\n${serialNumber},,${hardware.hashAt(clock.now())}\r\n`
  const cached = kept.profile ?? kept.blank
  return [
    { name: 'MdmDiagReport_RegistryDump.reg', content: text(registryText(device)) },
    { name: autopilotLogName, content: autopilotLog(events, `PC-${serialNumber}`) },
    { name: `DeviceHash_PC-${serialNumber}.csv`, content: text(hash) },
    ...(cached === null
      ? []
      : [{ name: 'AutopilotDDSZTDFile.json', content: text(JSON.stringify(cached)) }]),
  ]
}
