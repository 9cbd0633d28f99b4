/** The kinds of virtual machine in a simulated fleet. */
import { missingText } from '../check/placeholders.ts'
import type { HashDescription } from '../records/fields.ts'
import { board, guest, type SystemNames, system } from './device-frames.ts'
import type { Family } from './family.ts'
import { addressUnder, firmwareOf, randomUuid, tpmWith, withoutTpm } from './parts.ts'
import type { Random } from './random.ts'

/** A Hyper-V guest of generation 2 with a virtual TPM; its disk has no serial. */
export const hyperV: Family = (random, ek) => {
  const [a = '', ...rest] = random.text(26, '0123456789').match(/.{1,4}/g) ?? []
  const serial = { serialNumber: '', product: 'Virtual Disk    ', vendor: 'Msft    ' }
  return {
    ...virtual(random, {
      manufacturer: 'Microsoft Corporation',
      model: 'Virtual Machine',
      family: 'Virtual Machine',
      firmware: 'Microsoft Corporation',
    }),
    ...tpmWith(ek(), firmwareOf('MSFT', random)),
    disks: [{ capacityGb: 136, busType: 'SAS', seekPenalty: null, trim: true }],
    diskSerials: [serial],
    kernelDiskSerial: serial,
    networkAdapters: [
      { medium: '802.3', macAddress: addressUnder('00:15:5D', random), bus: 'VMBUS' },
    ],
    serialNumber: [a, ...rest].join('-'),
    skuNumber: 'None',
    ...board('Microsoft Corporation', 'Virtual Machine', 'Hyper-V UEFI Release v4.1'),
  }
}

/** A VMware guest: no adapter and no disk record, serial number spelled from the UUID. */
export const vmware: Family = (random) => {
  const raw = `564d${random.hex(14)}`
  const pairs = raw.match(/../g) ?? []
  const serial = { serialNumber: random.hex(16), product: 'Virtual disk    ', vendor: 'VMware  ' }
  return {
    ...virtual(random, {
      manufacturer: 'VMware, Inc.',
      model: 'VMware20,1',
      family: missingText,
      firmware: 'VMware, Inc.',
    }),
    ...withoutTpm(random),
    kernelDiskSerial: serial,
    serialNumber: `VMware-${pairs.slice(0, 8).join(' ')}-${pairs.slice(8).join(' ')}`,
    smbiosUuid: raw.replace(/^(..)(..)(..)(..)(..)(..)(..)(..)(.{4})/, '$4$3$2$1-$6$5-$8$7-$9-'),
    ...board('Intel Corporation', '440BX Desktop Reference Platform', 'None'),
  }
}

/** A QEMU guest: no serial number, and the disk serial that all of them share. */
export const qemu: Family = (random) => {
  const serial = { serialNumber: 'QM00003', product: 'QEMU HARDDISK', vendor: '' }
  const model = 'Standard PC (Q35 + ICH9, 2009)'
  return {
    ...virtual(random, {
      manufacturer: 'QEMU',
      model,
      family: missingText,
      firmware: 'EFI Development Kit II / OVMF',
    }),
    ...withoutTpm(random),
    disks: [{ capacityGb: 68, busType: 'SATA', seekPenalty: null, trim: true }],
    diskSerials: [serial],
    kernelDiskSerial: serial,
    networkAdapters: [
      { medium: '802.3', macAddress: addressUnder('BC:24:11', random), bus: 'PCI' },
    ],
    serialNumber: missingText,
    systemVersion: 'pc-q35-7.2',
  }
}

function virtual(random: Random, names: SystemNames): HashDescription {
  return {
    ...guest(random),
    ...system(names),
    smbiosUuid: randomUuid(random),
    skuNumber: missingText,
    systemVersion: 'None',
  }
}
