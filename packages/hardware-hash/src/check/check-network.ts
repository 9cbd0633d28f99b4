/** Network adapters: can the machine be recognized by one of them? */
import type { NetworkAdapter } from '../records/fields.ts'
import type { Finding } from './finding.ts'
import { isJunkMac, isLocalMac } from './junk.ts'

const field = 'MacAddress'

/** Adapters that stay with the machine sit on the board's own buses; anything else can be unplugged. */
export function isRemovable({ bus }: NetworkAdapter): boolean {
  return !['PCI', 'BTH', 'VMBUS'].includes(bus.toUpperCase())
}

export function* checkNetwork(adapters: readonly NetworkAdapter[]): Generator<Finding> {
  if (adapters.length === 0) {
    const message = 'No network adapter is listed, so there is no MAC address.'
    yield { severity: 'critical', code: 'field-missing', field, message }
    return
  }
  const worthless = adapters.filter(({ macAddress }) => isJunkMac(macAddress))
  for (const { macAddress } of worthless) {
    const severity = worthless.length === adapters.length ? 'critical' : 'warning'
    const message = `The MAC address ${macAddress} belongs to no single card.`
    yield { severity, code: 'field-junk', field, message }
  }
  for (const { macAddress } of adapters.filter(
    (each) => !worthless.includes(each) && isLocalMac(each.macAddress),
  )) {
    const message = `The MAC address ${macAddress} is locally administered: virtual or randomised.`
    yield { severity: 'warning', code: 'mac-locally-administered', field, message }
  }
  if (adapters.every(isRemovable)) {
    const message =
      'All network adapters are removable, and Microsoft advises not to rely on those.'
    yield { severity: 'warning', code: 'only-removable-adapters', field, message }
  }
}
