/** Membership rules as administrators write them. [documented: Entra dynamic membership rules] */
import { expect, test } from 'vitest'
import type { Device } from '../../src/core/devices/device.ts'
import { deviceMatches } from '../../src/core/devices/device-fields.ts'
import { parseRule } from '../../src/core/groups/dynamic-rule.ts'

const device = {
  id: '01a223d1-8fcd-7000-b1be-47b700000001',
  serialNumber: 'S-1',
  manufacturer: 'LENOVO',
  model: 'Latitude 5530',
  groupTag: '179887111881',
  purchaseOrderIdentifier: null,
  displayName: 'PC-0001',
  directoryAttributes: { extensionAttribute3: 'Berlin', accountEnabled: 'true' },
} as unknown as Device

function holds(rule: string): boolean {
  const filter = parseRule(rule)
  if (filter === null) throw new Error('a rule about people')
  return deviceMatches(filter, device, {
    groupIds: ['aaaaaaaa-0000-4000-8000-000000000001'],
    givenProfileId: null,
  })
}

test.each([
  [
    '(device.devicePhysicalIds -any (_ -contains "[ZTDId]")) and (device.deviceManufacturer -eq "LENOVO")',
    true,
  ],
  ['(device.deviceModel eq "Latitude 5530")', true],
  ['device.devicePhysicalIDs -any _ -startsWith "[ZTDId]"', true],
  ['device.devicePhysicalIds any (_ startsWith "[OrderID]:1798")', true],
  ['(device.devicePhysicalIds -any (_ -eq "[OrderID]:179887111881"))', true],
  ['device.devicePhysicalIds -any (_ -notContains "[ZTDId]")', true],
  ['device.devicePhysicalIds -all (_ -contains "[")', true],
  ['device.devicePhysicalIds -all (_ -contains "[ZTDId]")', false],
  ['device.devicePhysicalIds -all (_ -notContains "[PurchaseOrderId]")', true],
  ['device.devicePhysicalIds -any (_ -match "^\\[OrderID\\]:[0-9]+$")', true],
  ['device.displayName -match "^PC-[0-9]{4}$"', true],
  ['device.displayName -notMatch "^LT"', true],
  ['device.displayName -endsWith "01"', true],
  ['(device.deviceManufacturer –eq “LENOVO”)', true],
  ['device.extensionAttribute3 -eq "Berlin"', true],
  ['device.extensionAttribute4 -eq null', true],
  ['device.deviceOwnership -eq "Company"', true],
  ['device.accountEnabled -eq true and device.isRooted -eq false', true],
  ['device.managementType -ne "MDM"', true],
  ['device.deviceOSVersion -startsWith "10."', false],
  ['device.enrollmentProfileName -in ["A", "B"]', false],
  ['device.systemLabels -any (_ -eq "M365Managed")', false],
  ["device.memberOf -any (group.objectId -in ['aaaaaaaa-0000-4000-8000-000000000001'])", true],
  ['not (device.deviceCategory -in ["Kiosk"])', true],
  ['device.extensionAttribute4 -eq $null', true],
  ['device.extensionAttribute3 -ne $null', true],
  ['device.accountEnabled -eq "True"', true],
  ['(device.systemLabels -startsWith "M365Managed")', false],
  ['device.systemLabels -startsWith "M365Managed" SystemLabels', false],
  ['device.systemLabels -notContains "M365Managed"', true],
  ['device.devicePhysicalIds -any (_ -match "OrderID]:1798")', true],
])('%s', (rule, expected) => {
  expect(holds(rule)).toBe(expected)
})

test.each([
  'Direct Reports for "62e19b97-8b3d-4d4a-a106-4ce66896a863"',
  'direct reports for “62e19b97-8b3d-4d4a-a106-4ce66896a863”',
  'user.department -eq "Sales"',
])('%s is about people', (rule) => {
  expect(parseRule(rule)).toBe(null)
})

test.each([
  ['device.displayName -match "(a+)+$"', /repetition inside a repeated group/],
  ['device.displayName -match "(?<=x)y"', /begins with \(\?/],
  ['device.nothing -eq "x"', /'device.nothing' is not a property/],
  ['device.devicePhysicalIds -eq "x"', /-any or -all is expected/],
  ['device.accountEnabled -contains "x"', /not for true and false/],
  ['device.deviceModel -lt "x"', /'-lt' is not supported/],
  ['device.accountEnabled -eq "maybe"', /neither true nor false/],
  ['user.department -eq "X" and device.deviceModel -eq "Y"', /people or about devices, not both/],
  [`device.displayName -eq "${'x'.repeat(3_072)}"`, /more than 3072 characters/],
])('%s is refused by name', (rule, message) => {
  expect(() => parseRule(rule)).toThrow(message)
})
