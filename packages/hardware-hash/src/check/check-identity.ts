/**
 * The fields by which a device is recognized: present, and worth something?
 *
 * The list is the union of what Microsoft's tool, FAQ and board-replacement page call critical;
 * the three lists differ, and a field on any of them is asked for here.
 */
import type { DecodedHash } from '../decoded-hash.ts'
import type { Finding } from './finding.ts'
import {
  isJunkDiskSerial,
  isJunkName,
  isJunkProductKeyId,
  isJunkSerial,
  isJunkUuid,
} from './junk.ts'

type CriticalField = {
  readonly field: string
  /** What a person calls it. */
  readonly called: string
  /** Null when the hash has no such record. */
  readonly of: (hash: DecodedHash) => string | null
  readonly isJunk: (value: string) => boolean
}

const never = () => false

const criticalFields: readonly CriticalField[] = [
  {
    field: 'SmbiosSystemManufacturer',
    called: 'manufacturer',
    of: (h) => h.manufacturer,
    isJunk: isJunkName,
  },
  { field: 'SmbiosSystemProductName', called: 'model', of: (h) => h.model, isJunk: isJunkName },
  {
    field: 'SmbiosSystemSerialNumber',
    called: 'serial number',
    of: (h) => h.serialNumber,
    isJunk: isJunkSerial,
  },
  {
    field: 'SmbiosSystemFamily',
    called: 'system family',
    of: (h) => h.systemFamily,
    isJunk: isJunkName,
  },
  { field: 'SmbiosSkuNumber', called: 'SKU number', of: (h) => h.skuNumber, isJunk: isJunkName },
  { field: 'SmbiosUuid', called: 'system UUID', of: (h) => h.smbiosUuid, isJunk: isJunkUuid },
  {
    field: 'ProductKeyID',
    called: 'product key id',
    of: (h) => h.productKeyId,
    isJunk: isJunkProductKeyId,
  },
  { field: 'TPMVersion', called: 'TPM version', of: (h) => h.tpm?.version ?? null, isJunk: never },
  {
    field: 'TpmEkPub',
    called: 'TPM key',
    of: (h) => h.tpm?.ekPublicModulus ?? null,
    isJunk: never,
  },
]

export function* checkIdentity(hash: DecodedHash): Generator<Finding> {
  for (const critical of criticalFields) yield* checkCritical(critical, hash)
  yield* checkDisks(hash)
  yield* checkOsType(hash)
  yield* checkKeyGroup(hash)
  if (isVirtual(hash)) {
    const message = 'This is a virtual machine; clones of it may be indistinguishable.'
    yield { severity: 'warning', code: 'virtual-machine', field: null, message }
  }
}

function* checkCritical(
  { field, called, of, isJunk }: CriticalField,
  hash: DecodedHash,
): Generator<Finding> {
  const value = of(hash)
  if (value === null) {
    yield {
      severity: 'critical',
      code: 'field-missing',
      field,
      message: `The ${called} is missing.`,
    }
  } else if (isJunk(value)) {
    const message = `The ${called} "${value}" is a placeholder or shared by many machines.`
    yield { severity: 'critical', code: 'field-junk', field, message }
  }
}

function* checkDisks({ disks }: DecodedHash): Generator<Finding> {
  const field = 'DiskSerialNumber'
  const serials = disks.map(({ serialNumber }) => serialNumber)
  if (serials.every((serial) => serial.trim() === '')) {
    yield {
      severity: 'critical',
      code: 'field-missing',
      field,
      message: 'No disk serial number is given.',
    }
  }
  for (const serial of serials.filter((each) => each.trim() !== '' && isJunkDiskSerial(each))) {
    const message = `The disk serial number "${serial}" is shared by many machines.`
    yield { severity: 'warning', code: 'disk-serial-junk', field, message }
  }
}

function* checkOsType({ osType }: DecodedHash): Generator<Finding> {
  if (osType === 'FullOS') return
  const message = `The hash was captured in ${osType ?? 'an unknown system'}, where fields are missing; capture it in full Windows.`
  yield { severity: 'critical', code: 'not-full-os', field: 'OSType', message }
}

/** In every known hash the first four digits of the key id go with one part number. */
function* checkKeyGroup(hash: DecodedHash): Generator<Finding> {
  const group = /res-v(\d{4})$/.exec(hash.all('productKeyPartNumber')[0] ?? '')?.[1]
  const id = hash.productKeyId
  if (group === undefined || id === null || isJunkProductKeyId(id) || id.startsWith(group)) return
  const message = `The product key id starts with ${id.slice(0, 4)}, but its part number says ${group}.`
  yield { severity: 'warning', code: 'product-key-group', field: 'ProductKeyID', message }
}

const hypervisor =
  /vmware|qemu|virtualbox|innotek|parallels|bochs|\bkvm\b|\bxen\b|virtual machine|google compute|amazon ec2/i

function isVirtual({ manufacturer, model, networkAdapters }: DecodedHash): boolean {
  return (
    hypervisor.test(`${manufacturer} ${model}`) ||
    networkAdapters.some(({ bus }) => bus === 'VMBUS')
  )
}
