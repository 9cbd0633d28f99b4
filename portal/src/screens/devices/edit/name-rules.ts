/** What a device may be called, and how a template makes names. */
import { deviceNameFaults, maxDeviceNameLength } from 'taxiway-autopilot'
import { texts } from '../../../texts/texts.ts'

/** What is wrong with a name; undefined = nothing. An empty one is none. */
export function faultOfName(name: string): string | undefined {
  const [reason] = name === '' ? [] : deviceNameFaults(name)
  return reason === undefined ? undefined : texts.deviceEdit.nameFault(reason)
}

/** As the server would make it, but for the random digits; cut to what Windows keeps. */
export function nameFrom(template: string, serialNumber: string): string {
  const serial = serialNumber.replace(/[^A-Za-z0-9-]/g, '')
  return template
    .replaceAll(/%SERIAL%/gi, serial)
    .replaceAll(/%RAND:(\d)%/gi, (_, digits: string) => '7293841560'.slice(0, Number(digits)))
    .slice(0, maxDeviceNameLength)
}
