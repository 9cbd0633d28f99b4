/** The titles of a file of changes: what separates its values, and which columns say what about a device. */
import { columnOfTitle, splitFields } from 'taxiway-device-csv'

const spellings = {
  id: ['id', 'ztdid', 'registrationid', 'autopilotdeviceid'],
  serialNumber: ['serialnumber', 'deviceserialnumber', 'serial'],
  manufacturer: ['manufacturer', 'make'],
  model: ['model'],
  groupTag: ['grouptag', 'tag'],
  displayName: ['displayname', 'devicename', 'computername', 'name'],
  userPrincipalName: [
    'userprincipalname',
    'assigneduserprincipalname',
    'assigneduser',
    'user',
    'upn',
  ],
  addressableUserName: ['addressableusername'],
  hardwareHash: ['hardwarehash', 'hardwareidentifier', 'hash', 'devicehash', 'autopilothash'],
} as const

export type Property = keyof typeof spellings

/** What titles of device files mean, in all their languages. */
const ofDeviceFile: Partial<Record<string, Property>> = {
  serialNumber: 'serialNumber',
  hardwareHash: 'hardwareHash',
  groupTag: 'groupTag',
  assignedUser: 'userPrincipalName',
}
/** Numbers of orders and users of whom nobody says that they are assigned: lists of purchases and of Intune have them. */
const otherMeaning = /^(?:order|prima|haupt)|princip/

export type Titles = {
  readonly separator: string
  readonly names: readonly string[]
  readonly columns: readonly (Property | undefined)[]
}

/** The likeliest first. */
const separators = [',', ';', '\t', '|', '^', '~'] as const

/** By the separator with which most titles are known. */
export function titlesIn(line: string): Titles {
  const readings = separators.map((separator) => titlesBy(line, separator))
  return readings.reduce((best, each) => (known(each) > known(best) ? each : best))
}

export const nameDevices = ({ columns }: Titles): boolean =>
  columns.includes('id') || columns.includes('serialNumber')

function titlesBy(line: string, separator: string): Titles {
  const names = splitFields(line, separator).values.map((name) => name.trim())
  const own = names.map((name) => propertyOf(lettersOf(name)))
  const columns = names.map((name, at) => {
    const other = own[at] === undefined ? inOtherWords(name) : undefined
    return other === undefined || own.includes(other) ? own[at] : other
  })
  return { separator, names, columns }
}

const known = ({ columns }: Titles): number => columns.filter(Boolean).length

const lettersOf = (title: string): string => title.toLowerCase().replaceAll(/[^a-z]/g, '')

function propertyOf(letters: string): Property | undefined {
  return (Object.keys(spellings) as Property[]).find((name) =>
    (spellings[name] as readonly string[]).includes(letters),
  )
}

function inOtherWords(title: string): Property | undefined {
  return otherMeaning.test(lettersOf(title)) ? undefined : ofDeviceFile[columnOfTitle(title) ?? '']
}

/** Another separator that a line without the one of the titles has. */
export function otherSeparator(line: string, { separator }: Titles): string | undefined {
  if (splitFields(line, separator).values.length > 1) return undefined
  return separators.find((each) => each !== separator && line.includes(each))
}
