import { counted, number } from './numbers.ts'

export const identifiers = {
  title: 'Corporate identifiers',
  empty: 'No corporate identifiers',
  emptyText: 'Devices listed here are treated as corporate-owned when they enroll.',
  columns: {
    identifier: 'Identifier',
    kind: 'Kind',
    description: 'Description',
    state: 'State',
    changed: 'Changed',
  },
  kinds: {
    imei: 'IMEI',
    serialNumber: 'Serial number',
    manufacturerModelSerial: 'Manufacturer, model, serial number',
  } as Readonly<Record<string, string>>,
  add: 'Add identifiers',
  paste: 'One device per line: manufacturer, model, serial number',
  overwrite: 'Overwrite existing ones',
  read: (n: number) => `${counted(n, 'identifier', 'identifiers')} read`,
  periods: 'Periods are removed, as in Microsoft’s service.',
  send: (n: number) => `Add ${counted(n, 'identifier', 'identifiers')}`,
  sent: (n: number, refused: number) => `${number(n)} added, ${number(refused)} refused.`,
  removed: 'The identifier was removed.',
} as const
